package metamodel

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// fileType is a list of files that the file store has taken: {id, name, size,
// media, sha256}. That the store has them, and that they are this person's, is
// the engine's to prove.
type fileType struct {
	parts []*fieldPlan // of one file
}

// mostFiles is how many files one answer may have.
const mostFiles = 100

var fileObject = celObject{name: celObjectPrefix + string(TypeFile), members: []celMember{
	{"id", stringType{}}, {"name", stringType{}}, {"size", integerType{}}, {"media", stringType{}}, {"sha256", stringType{}},
}}

var fileParts = []*Element{
	{ID: "id", Name: ZhEn("文件标识", "File"), Type: TypeString, Constraints: Constraints{Pattern: `^[A-Za-z0-9][A-Za-z0-9_.-]{0,79}$`}},
	{ID: "name", Name: ZhEn("文件名", "File name"), Type: TypeString, Constraints: Constraints{MaxLength: limit(255)}},
	{ID: "size", Name: ZhEn("文件大小", "File size"), Type: TypeInteger, Constraints: Constraints{Minimum: "0"}},
	{ID: "media", Name: ZhEn("文件类型", "Type of file"), Type: TypeString, Constraints: Constraints{MaxLength: limit(120), Pattern: `^[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*$`}},
	{ID: "sha256", Name: ZhEn("文件摘要", "File digest"), Type: TypeString, Constraints: Constraints{Pattern: `^[0-9a-f]{64}$`}},
}

const (
	fileID = iota
	fileName
	fileSize
	fileMedia
)

func init() { fileObject.register() }

func (t fileType) bind(f *fieldPlan, reg Registry, path string, s *sink) fieldType {
	t.parts = nil
	for _, e := range fileParts {
		p := partPlan(f, e.ID, e, fieldTypes[e.Type])
		if p.ofElement(reg, path, s) {
			t.parts = append(t.parts, p)
		}
	}
	return t
}

func (fileType) keywords() []string {
	return []string{"minItems", "maxItems", "x-accept", "x-max-bytes"}
}

func (fileType) control() string { return "file" }

func (fileType) controls() []string { return nil }

// input takes one value a file: the JSON the store answered with.
func (fileType) input(values []string) json.RawMessage {
	out := []byte{'['}
	for _, v := range values {
		if v = strings.TrimFunc(v, isSpace); v == "" {
			continue
		}
		raw := inputWhole([]string{v})
		if raw[0] == '[' && len(values) == 1 {
			return raw
		}
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(out, raw...)
	}
	if len(out) == 1 {
		return nil
	}
	return append(out, ']')
}

func (fileType) typed(raw []byte, text string) []string {
	if len(raw) == 0 || raw[0] != '[' {
		return []string{text}
	}
	var out []string
	eachItem(raw, func(t token) bool {
		out = append(out, string(t.text()))
		return true
	})
	return out
}

var expectFiles = ZhEn("文件的数组", "an array of files")

func (ft fileType) read(w *writer, _ *fieldPlan, t token) (bad *fault) {
	if t.kind != 'a' {
		return failed(answerType, "expected", expectFiles)
	}
	out := []byte{'['}
	seen := map[string]bool{}
	eachItem(t.raw, func(item token) bool {
		if item.kind != 'o' {
			bad = failed(answerType, "expected", expectFiles)
			return false
		}
		if len(seen) == mostFiles {
			bad = failed(answerManyFiles, "limit", mostFiles)
			return false
		}
		item.start += t.start
		texts, raws := make([][]byte, len(ft.parts)), make([][]byte, len(ft.parts))
		if bad = readParts(w, ft.parts, item, texts, raws); bad != nil {
			return false
		}
		for i, p := range ft.parts {
			if len(texts[i]) == 0 {
				bad = p.missing()
				return false
			}
		}
		if id := string(texts[fileID]); seen[id] {
			bad = failed(answerFileTwice, "name", string(texts[fileName]))
			return false
		} else {
			seen[id] = true
		}
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = appendObject(out, ft.parts, texts, raws)
		return true
	})
	if bad != nil {
		return bad
	}
	from := len(w.buf)
	if out = append(out, ']'); len(out) > 2 {
		w.buf = append(w.buf, out...)
	}
	w.raw = span{uint32(from), uint32(len(w.buf))}
	w.val = w.raw
	return nil
}

func (ft fileType) check(c *constraints, v []byte, now moment) (bad *fault) {
	n := 0
	eachItem(v, func(item token) bool {
		n++
		texts := textsOf(ft.parts, item.raw)
		if c.own {
			for i, p := range ft.parts {
				if bad = p.holds(texts[i], now).in(p.f.Key, p.f.Label); bad != nil {
					return false
				}
			}
		}
		name := string(texts[fileName])
		if c.accept != nil && !accepts(c.accept, string(texts[fileMedia])) {
			bad = failed(answerFileMedia, "name", name, "media", strings.Join(c.accept, ", "))
		} else if size, ok := digits(texts[fileSize]); c.maxBytes >= 0 && (!ok || int64(size) > c.maxBytes) {
			bad = failed(answerFileLarge, "name", name, "limit", byteWords(c.maxBytes))
		}
		return bad == nil
	})
	switch {
	case bad != nil:
		return bad
	case n < c.minItems:
		return failed(answerFewFiles, "limit", c.minItems)
	case c.maxItems >= 0 && n > c.maxItems:
		return failed(answerManyFiles, "limit", c.maxItems)
	}
	return nil
}

// byteWords is a size as people read it: 10 MB, 1.5 MB.
func byteWords(n int64) string {
	unit := "B"
	size := float64(n)
	for _, u := range []string{"kB", "MB", "GB"} {
		if size < 1000 {
			break
		}
		size, unit = size/1000, u
	}
	return strconv.FormatFloat(math.Round(size*10)/10, 'f', -1, 64) + " " + unit
}

func (fileType) celType() *cel.Type { return cel.ListType(fileObject.celType()) }

func (fileType) celValue(v []byte) ref.Val {
	var out []ref.Val
	eachItem(v, func(item token) bool {
		out = append(out, fileObject.value(item.raw))
		return true
	})
	return types.NewRefValList(types.DefaultTypeAdapter, out)
}

// display is the files' names.
func (ft fileType) display(_ *Field, v, lang string) string {
	var names []string
	eachItem([]byte(v), func(item token) bool {
		names = append(names, string(textsOf(ft.parts, item.raw)[fileName]))
		return true
	})
	return listed(names, lang)
}

// masked only counts them: a name may say whose file it is.
func (fileType) masked(_ *Field, v, lang string) string {
	n := 0
	eachItem([]byte(v), func(token) bool { n++; return true })
	if lang == "en" {
		return Counted("%d file(s)", n)
	}
	return fmt.Sprintf("%d 个文件", n)
}

func (ft fileType) schema(_ *fieldPlan, out map[string]any) {
	one, keys := map[string]any{}, []string{}
	for _, p := range ft.parts {
		keys = append(keys, p.f.Key)
	}
	partsSchema(ft.parts, keys, one)
	out["type"], out["minItems"], out["maxItems"], out["items"] = "array", 1, mostFiles, one
}

func (fileType) samples(f *Field) []string {
	media := []string{"application/pdf", "image/jpeg", "image/png"}
	if f.Element != nil {
		for _, m := range f.Element.Accept {
			media = append(media, strings.ReplaceAll(m, "*", "png"))
		}
	}
	var out []string
	for i, m := range media {
		var files []string
		for k := range 3 {
			files = append(files, fmt.Sprintf(`{"id":"sample%d-%d","name":"材料%d.pdf","size":%d,"media":%s,"sha256":"%064x"}`, i, k, k, 10+i, jsonString(m), 3*i+k))
		}
		out = append(out, "["+files[0]+"]", "["+strings.Join(files[:2], ",")+"]", "["+strings.Join(files, ",")+"]")
	}
	return out
}
