package sheets

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"
)

// relation is an entry of a part's .rels file: which other part is meant.
type relation struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
}

var errNoPart = errors.New("a part is missing")

// partsOf names the part of each sheet of a workbook, by the sheet's name.
func partsOf(z *zip.Reader) (map[string]string, error) {
	workbook := "xl/workbook.xml"
	var whole, book []relation
	if err := relationsOf(z, "_rels/.rels", &whole); err != nil {
		return nil, err
	}
	for _, r := range whole {
		if strings.HasSuffix(r.Type, "/officeDocument") {
			workbook = within("", r.Target)
		}
	}
	if err := relationsOf(z, path.Join(path.Dir(workbook), "_rels", path.Base(workbook)+".rels"), &book); err != nil {
		return nil, err
	}
	var doc struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
			Pure string `xml:"http://purl.oclc.org/ooxml/officeDocument/relationships id,attr"` // ISO/IEC 29500 strict
		} `xml:"sheets>sheet"`
	}
	if err := decodePart(z, workbook, &doc); err != nil {
		return nil, err
	}
	parts := map[string]string{}
	for _, s := range doc.Sheets {
		for _, r := range book {
			if r.ID == s.ID || r.ID == s.Pure {
				parts[s.Name] = within(path.Dir(workbook), r.Target)
			}
		}
	}
	return parts, nil
}

func relationsOf(z *zip.Reader, name string, into *[]relation) error {
	var doc struct {
		Relationships []relation `xml:"Relationship"`
	}
	err := decodePart(z, name, &doc)
	*into = doc.Relationships
	return err
}

// within is a target as a part's name: from the root, or from a folder.
func within(dir, target string) string {
	target = strings.ReplaceAll(target, `\`, "/")
	if strings.HasPrefix(target, "/") {
		dir = ""
	}
	return strings.TrimPrefix(path.Join("/", dir, target), "/")
}

// mostPart bounds the parts that say where the sheets are: a kilobyte each.
const mostPart = 1 << 20

// decodePart reads one part that says where others are.
func decodePart(z *zip.Reader, name string, into any) error {
	for _, f := range z.File {
		if !strings.EqualFold(strings.ReplaceAll(f.Name, `\`, "/"), name) {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return err
		}
		defer r.Close()
		return xml.NewDecoder(io.LimitReader(r, mostPart)).Decode(into)
	}
	return errNoPart
}
