package api

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"path"
	"strings"
	"unicode/utf8"
)

// ArchiveIn is a pack as a ZIP file in the multipart part "file".
type ArchiveIn struct {
	Base string `query:"base" validate:"max=128" description:"Hash of the release the pack was made from: the one in force. Absent only while none is in force"`
}

func (a *API) uploadVersion(c *call[ArchiveIn]) (*VersionStep, error) {
	u, err := openUpload(c)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(u) // bounded by the server's limit of an upload
	if err != nil {
		return nil, err
	}
	if err := u.next(); !errors.Is(err, io.EOF) {
		if err == nil {
			err = kindOneFile.At("file")
		}
		return nil, err
	}
	files, err := unpack(body)
	if err != nil {
		return nil, err
	}
	return a.begin(c.Request().Context(), c, c.Actor, files, c.In.Base, "")
}

// mostUnpacked bounds what a ZIP file may become; a pack has less.
const mostUnpacked = 32 << 20

// unpack reads a ZIP file into memory: one folder around everything is taken
// off, and no entry leaves it.
func unpack(body []byte) (map[string][]byte, error) {
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		return nil, kindArchive.At("file")
	}
	files := map[string][]byte{}
	total := int64(0)
	for _, f := range z.File {
		name := f.Name
		if strings.HasSuffix(name, "/") || strings.HasPrefix(path.Base(name), ".") || strings.HasPrefix(name, "__MACOSX/") {
			continue
		}
		if !utf8.ValidString(name) || strings.ContainsAny(name, "\\\x00") || path.Clean("/"+name) != "/"+name {
			return nil, kindEntry.At("file", "name", printable(name))
		}
		r, err := f.Open()
		if err != nil {
			return nil, kindArchive.At("file")
		}
		b, err := io.ReadAll(io.LimitReader(r, mostUnpacked-total+1)) // what the header claims counts for nothing
		_ = r.Close()
		if err != nil {
			return nil, kindArchive.At("file")
		}
		if total += int64(len(b)); total > mostUnpacked {
			return nil, kindTooLarge.At("file", "limit", mostUnpacked)
		}
		files[name] = b
	}
	if _, ok := files["pack.yaml"]; !ok {
		inner := map[string][]byte{}
		for name, b := range files {
			_, rest, _ := strings.Cut(name, "/")
			if rest == "" || inner[rest] != nil {
				return files, nil // the catalog says what is wrong with it
			}
			inner[rest] = b
		}
		files = inner
	}
	return files, nil
}
