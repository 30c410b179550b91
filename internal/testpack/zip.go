package testpack

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"net/http"
	"strings"
)

// Zip is a pack in one file as somebody may send it.
type Zip struct {
	Name   string
	Body   []byte
	Code   string // of the problem that refuses it, "" for none
	Status int    // of the answer to its upload
}

const manifest = "name: x\ntitle: {zh: 甲, en: A}\nversion: 1.0.0\n"

// Part is one entry of a ZIP file.
type Part struct {
	Name, Body string
	Change     func(*zip.FileHeader) // nil for none
}

// Pack writes parts as they are, in their order, compressed.
func Pack(parts ...Part) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	var packed bytes.Buffer
	var sum uint32
	for i, p := range parts {
		if i == 0 || p.Body != parts[i-1].Body { // else it is packed already
			packed.Reset()
			deflate, err := flate.NewWriter(&packed, flate.BestSpeed)
			must(err)
			_, err = io.WriteString(deflate, p.Body)
			must(err)
			must(deflate.Close())
			sum = crc32.ChecksumIEEE([]byte(p.Body))
		}
		h := &zip.FileHeader{Name: p.Name, Method: zip.Deflate, CRC32: sum, CompressedSize64: uint64(packed.Len()), UncompressedSize64: uint64(len(p.Body))}
		if p.Change != nil {
			p.Change(h)
		}
		if strings.HasSuffix(p.Name, "/") {
			_, err := w.Create(p.Name)
			must(err)
			continue
		}
		f, err := w.CreateRaw(h)
		must(err)
		_, err = f.Write(packed.Bytes())
		must(err)
	}
	must(w.Close())
	return b.Bytes()
}

// must stops on what cannot happen: everything is written into memory.
func must(err error) {
	if err != nil {
		panic(err)
	}
}

// Zips are files that people send and files that attackers send. files, size
// and segment are the limits of a pack, file that of one file in it.
func Zips(files, size, file, segment int) []Zip {
	pack := Part{Name: "pack.yaml", Body: manifest}
	with := func(parts ...Part) []byte { return Pack(append([]Part{pack}, parts...)...) }
	named := func(name string) []byte { return with(Part{Name: name, Body: "[]"}) }
	mode := func(m fs.FileMode) func(*zip.FileHeader) {
		return func(h *zip.FileHeader) { h.SetMode(m) }
	}
	many := []Part{pack}
	for i := range files {
		many = append(many, Part{Name: fmt.Sprintf("elements/%d.yaml", i)})
	}
	zeros := strings.Repeat("\x00", file)
	bombs, saying := []Part{pack}, []Part{pack}
	for i := range size/file + 1 {
		bombs = append(bombs, Part{Name: fmt.Sprintf("elements/%02d.yaml", i), Body: zeros})
		saying = append(saying, Part{Name: fmt.Sprintf("elements/%02d.yaml", i), Change: func(h *zip.FileHeader) { h.UncompressedSize64 = uint64(file) }})
	}
	cut := named("elements/a.yaml")
	refused, tooMuch := http.StatusUnprocessableEntity, http.StatusRequestEntityTooLarge
	return []Zip{
		{"a pack", with(), "", http.StatusCreated},
		{"what other programs pack", with(Part{Name: "elements/"}, Part{Name: "forms/"}), "", http.StatusCreated},
		{"a folder around everything", Pack(Part{Name: "mine/"}, Part{Name: "mine/pack.yaml", Body: manifest}, Part{Name: "mine/subjects.yaml", Body: "[]"}), "", http.StatusCreated},
		{"what a Mac adds", with(Part{Name: "__MACOSX/._pack.yaml", Body: "\x00\x05"}, Part{Name: ".DS_Store", Body: "\x00"}, Part{Name: "elements/.DS_Store", Body: "\x00"}), "", http.StatusCreated},
		{"what a Mac adds around a folder", Pack(Part{Name: "mine/pack.yaml", Body: manifest}, Part{Name: "__MACOSX/mine/._pack.yaml"}, Part{Name: "mine/.DS_Store"}), "", http.StatusCreated},

		{"no ZIP", []byte("PK\x03\x04 but not really"), "archive.unreadable", refused},
		{"nothing", nil, "archive.unreadable", refused},
		{"half of one", cut[:len(cut)-30], "archive.unreadable", refused},
		{"no manifest", Pack(Part{Name: "subjects.yaml", Body: "[]"}), "pack.no_manifest", refused},
		{"two folders", Pack(Part{Name: "a/pack.yaml", Body: manifest}, Part{Name: "b/subjects.yaml", Body: "[]"}), "pack.unknown_folder", refused},
		{"two manifests", with(Part{Name: "pack.json", Body: `{"name": "x", "title": {"zh": "甲", "en": "A"}, "version": "1.0.0"}`}), "pack.two_manifests", refused},
		{"a way out", named("../evil.yaml"), "pack.unknown_file", refused},
		{"nothing but a way out", Pack(Part{Name: "../pack.yaml", Body: manifest}), "pack.unknown_file", refused},
		{"an absolute way out", Pack(Part{Name: "/pack.yaml", Body: manifest}), "pack.unknown_file", refused},
		{"a way out of Windows", named(`elements/..\..\evil.yaml`), "pack.unknown_file", refused},
		{"a folder in a folder", named("elements/a/b.yaml"), "pack.unknown_folder", refused},
		{"a name that ends early in C", named("elements/a\x00.yaml"), "pack.unknown_file", refused},
		{"a name that moves the cursor", named("elements/\x1b[2J.yaml"), "pack.unknown_file", refused},
		{"a name that reads backwards", named("elements/\u202elmay.yaml"), "pack.unknown_file", refused},
		{"a name that is no text", named("elements/\xff.yaml"), "pack.unknown_file", refused},
		{"a long name", named("elements/" + strings.Repeat("a", segment) + ".yaml"), "pack.name_too_long", refused},
		{"a name of 5,000 characters", named(strings.Repeat("a/", 2500) + "a.yaml"), "pack.name_too_long", refused},
		{"a link", with(Part{Name: "elements/a.yaml", Body: "/etc/passwd", Change: mode(fs.ModeSymlink | 0o777)}), "pack.unknown_file", refused},
		{"a folder with something in it", bytes.ReplaceAll(with(Part{Name: "elements!", Body: "x"}), []byte("elements!"), []byte("elements/")), "pack.unknown_file", refused},
		{"a program", named("run.sh"), "pack.unknown_file", refused},
		{"the same name twice", with(pack), "archive.twice", refused},
		{"two names that differ in case", with(Part{Name: "elements/e.yaml", Body: "[]"}, Part{Name: "elements/E.yaml", Body: "[]"}), "pack.name_but_for_case", refused},
		{"too many needs", Pack(Part{Name: "pack.yaml", Body: manifest + "needs: [" + strings.Repeat("x-y, ", 201) + "z]\n"}), "pack.too_many_needs", refused},
		{"a range as long as a book", Pack(Part{Name: "pack.yaml", Body: manifest + "needs: [\"p@>=1" + strings.Repeat(" || >=1", 20000) + "\"]\n"}), "pack.need_range", refused},
		{"a password", with(Part{Name: "elements/a.yaml", Body: "[]", Change: func(h *zip.FileHeader) { h.Flags |= 1 }}), "archive.encrypted", refused},
		{"another compression", with(Part{Name: "elements/a.yaml", Body: "[]", Change: func(h *zip.FileHeader) { h.Method = 12 }}), "archive.method", refused},
		{"a wrong checksum", with(Part{Name: "elements/a.yaml", Body: "[]", Change: func(h *zip.FileHeader) { h.CRC32++ }}), "archive.damaged", refused},
		{"a liar", with(Part{Name: "elements/a.yaml", Body: zeros[1:], Change: func(h *zip.FileHeader) { h.UncompressedSize64 = 10 }}), "archive.damaged", refused},
		{"a bomb that lies", with(Part{Name: "elements/a.yaml", Body: zeros + zeros, Change: func(h *zip.FileHeader) { h.UncompressedSize64 = 10 }}), "archive.damaged", refused},
		{"a bomb", with(Part{Name: "elements/a.yaml", Body: zeros + "\x00"}), "pack.file_too_large", tooMuch},
		{"many bombs", Pack(bombs...), "pack.too_large", tooMuch},
		{"nothing that says it is a lot", Pack(saying...), "pack.too_large", tooMuch},
		{"too many files", Pack(many...), "pack.too_many_files", tooMuch},
		{"a signature that is none", with(Part{Name: "signature.json", Body: `{"hash": 1}`}), "signature.unreadable", refused},
		{"a signature with more", with(Part{Name: "signature.json", Body: `{"admin": true}`}), "signature.unreadable", refused},
		{"a signature of something else", with(Part{Name: "signature.json", Body: `{"pack": "x", "version": "1.0.0", "hash": "sha256:00", "key": "ed25519:00"}`}), "signature.other_content", refused},
		{"two signatures", with(Part{Name: "signature.json", Body: "{}"}, Part{Name: "signature.json", Body: "{}"}), "archive.twice", refused},
		{"a signature as large as a pack", with(Part{Name: "signature.json", Body: strings.Repeat(" ", 8<<10+1)}), "pack.file_too_large", tooMuch},
	}
}
