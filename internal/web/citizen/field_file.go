package citizen

import (
	"encoding/json"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
)

// FilesView is a file field: what is taken is said first, a plain input works
// alone, what was uploaded can be opened and removed.
type FilesView struct {
	Limits  []string
	Accept  string
	List    []fileRow
	Full    bool
	Input   string // name of the input
	Upload  string // action of the button
	Remove  string // action of a file's button, without its id
	Many    bool
	Max     int64  // bytes of one request
	TooMuch string // said when more is chosen
}

// fileSuffix follows a field's name in the name of its file input.
const fileSuffix = ".file"

// filesView draws a file field. raw is its answer: files the engine has taken.
func (p *Pages) filesView(l L, f *metamodel.Field, path string, raw json.RawMessage) *FilesView {
	media, size, most := f.Files()
	v := &FilesView{Input: path + fileSuffix, Upload: "upload:" + path, Remove: "unfile:" + path + ":", Many: most > 1, Max: p.o.MaxFile}
	v.Limits, v.Accept = p.limitsOf(l, media, size, most)
	v.TooMuch = l.T("upload.large", l.Size(p.o.MaxFile))
	v.List = l.fileValues(raw)
	v.Full = len(v.List) >= most
	return v
}

// fileValues are the files an answer names.
func (l L) fileValues(raw json.RawMessage) []fileRow {
	var list []engine.FileValue
	if json.Unmarshal(raw, &list) != nil {
		return nil
	}
	rows := make([]fileRow, 0, len(list))
	for _, f := range list {
		if f.ID != "" {
			rows = append(rows, fileRow{ID: f.ID, Name: f.Name, Size: l.Size(f.Size), Href: "/files/" + f.ID, Type: mediaName(f.Media)})
		}
	}
	return rows
}
