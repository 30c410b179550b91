package engine

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"image"
	_ "image/jpeg" // headers only, to find out what a picture claims to be
	_ "image/png"
	"io"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gabriel-vasile/mimetype"

	"github.com/onematter/onematter/metamodel"
)

const (
	mediaPDF  = "application/pdf"
	mediaJPEG = "image/jpeg"
	mediaPNG  = "image/png"

	maxFileName  = 120         // characters
	maxPixels    = 120_000_000 // a picture beyond it would exhaust whoever opens it
	sniffBytes   = 3072        // what mimetype looks at
	headerBytes  = 1 << 20     // how far a picture's header may reach (Exif, colour profiles)
	trailerBytes = 66_000      // where the end of a ZIP archive hides (64 KiB comment)
)

// extensions each type may be called by.
var extensions = map[string][]string{
	mediaPDF: {".pdf"}, mediaJPEG: {".jpg", ".jpeg", ".jpe", ".jfif"}, mediaPNG: {".png"},
}

// intake says what an upload is for and what is taken.
type intake struct {
	at       string // where problems point
	material string // "" for a file of a field
	accept   []string
	most     int64 // bytes; 0: what the engine takes
}

func forMaterial(m *metamodel.Material) intake {
	return intake{at: "materials/" + m.ID, material: m.ID, accept: m.Accept, most: m.MaxBytes}
}

// takeFile judges an upload by its bytes while it streams into the blob store,
// and gives its row, not written yet. Refused bytes do not stay.
func (e *Engine) takeFile(ctx context.Context, a Actor, in intake, name string, r io.Reader) (File, error) {
	at := in.at
	most := e.o.MaxFile
	if in.most > 0 {
		most = min(most, in.most)
	}
	var head bytes.Buffer
	if _, err := io.CopyN(&head, r, sniffBytes); err != nil && !errors.Is(err, io.EOF) {
		return File{}, fmt.Errorf("reading an upload: %w", err)
	}
	if head.Len() == 0 {
		return File{}, refuse(fileEmpty, at)
	}
	media, ext, err := judgeHead(in, head.Bytes(), name)
	if err != nil {
		return File{}, err
	}
	rest := io.MultiReader(&head, r)
	if media == mediaJPEG || media == mediaPNG {
		if rest, err = judgePicture(at, rest, media); err != nil {
			return File{}, err
		}
	}
	id := newID()
	file := File{
		ID: id, Owner: a.Account, Material: in.material, Name: cleanName(name, ext), Media: media,
		Blob: "files/" + id[:8] + "/" + id,
	}
	w := &inspector{r: rest, media: media, most: most, at: at, sum: sha256.New()}
	if err := e.o.Blobs.Put(ctx, file.Blob, w); err != nil {
		e.dropBlob(ctx, file.Blob)
		if w.refused != nil {
			return File{}, w.refused
		}
		return File{}, fmt.Errorf("keeping the bytes of an upload: %w", err)
	}
	file.Size, file.SHA256 = w.size, hex.EncodeToString(w.sum.Sum(nil))
	return file, nil
}

// judgeHead finds the type by the first bytes, and whether it is taken
// here and the name agrees. ext is the ending its name will have.
func judgeHead(in intake, head []byte, name string) (media, ext string, err error) {
	at, accept := in.at, in.accept
	if len(accept) == 0 {
		accept = []string{mediaPDF, mediaJPEG, mediaPNG}
	}
	found := mimetype.Detect(head)
	for _, want := range accept {
		if found.Is(want) {
			media = want
		}
	}
	if media == "" || media == mediaPDF && !bytes.HasPrefix(head, []byte("%PDF-")) {
		return "", "", refuse(fileType, at, "types", typeNames(accept))
	}
	if smuggles(head[:min(len(head), 1024)], media, 0) {
		return "", "", refuse(fileMixed, at)
	}
	known := extensions[media]
	if known == nil {
		known = []string{found.Extension()}
	}
	ext = known[0]
	if given := strings.ToLower(path.Ext(strings.TrimSpace(name))); given != "" && given != "." {
		if !slices.Contains(known, given) {
			return "", "", refuse(fileLies, at, "ext", cleanName(given, ""))
		}
		ext = given
	}
	return media, ext, nil
}

func typeNames(accept []string) string {
	names := map[string]string{mediaPDF: "PDF", mediaJPEG: "JPEG", mediaPNG: "PNG"}
	list := make([]string, 0, len(accept))
	for _, a := range accept {
		if n, ok := names[a]; ok {
			a = n
		}
		list = append(list, a)
	}
	return strings.Join(list, ", ")
}

// judgePicture reads a picture's header: it must be one, of a size that can be
// opened. The bytes read come again from the reader returned.
func judgePicture(at string, r io.Reader, media string) (io.Reader, error) {
	var seen bytes.Buffer
	cfg, format, err := image.DecodeConfig(io.TeeReader(io.LimitReader(r, headerBytes), &seen))
	switch {
	case err != nil || "image/"+format != media:
		return nil, refuse(fileDamaged, at)
	case cfg.Width <= 0 || cfg.Height <= 0 || int64(cfg.Width)*int64(cfg.Height) > maxPixels:
		return nil, refuse(fileDamaged, at)
	}
	return io.MultiReader(&seen, r), nil
}

// inspector passes an upload on while it counts, hashes and looks for what
// must not be in it. At the end it either agrees or fails, so that nothing is
// kept that was not looked at to the last byte.
type inspector struct {
	r       io.Reader
	media   string
	most    int64
	at      string
	sum     hash.Hash
	size    int64
	tail    []byte // the last bytes, for marks that span two reads and for trailers
	refused error
}

func (w *inspector) Read(p []byte) (int, error) {
	if w.refused != nil {
		return 0, w.refused
	}
	n, err := w.r.Read(p)
	if n > 0 {
		w.size += int64(n)
		if w.size > w.most {
			return 0, w.refuse(fileLarge, "max", sizeWords(w.most))
		}
		w.sum.Write(p[:n])
		from := max(0, len(w.tail)-32)
		w.tail = append(w.tail, p[:n]...)
		if smuggles(w.tail[from:], w.media, w.size) {
			return 0, w.refuse(fileMixed)
		}
		if len(w.tail) > 2*trailerBytes {
			w.tail = append(w.tail[:0], w.tail[len(w.tail)-trailerBytes:]...)
		}
	}
	if errors.Is(err, io.EOF) {
		if k, bad := w.judgeEnd(); bad {
			return 0, w.refuse(k)
		}
	}
	return n, err
}

func (w *inspector) refuse(k metamodel.Kind, params ...any) error {
	w.refused = refuse(k, w.at, params...)
	return w.refused
}

func (w *inspector) judgeEnd() (metamodel.Kind, bool) {
	if archive(w.tail) {
		return fileMixed, true
	}
	switch w.media {
	case mediaPDF:
		if !bytes.Contains(w.tail[max(0, len(w.tail)-2048):], []byte("%%EOF")) {
			return fileDamaged, true
		}
	case mediaPNG:
		if !bytes.Contains(w.tail, []byte("IEND\xae\x42\x60\x82")) {
			return fileDamaged, true
		}
	case mediaJPEG:
		if w.size < 128 { // no picture is that small
			return fileDamaged, true
		}
	}
	return metamodel.Kind{}, false
}

// archive finds the end record of a ZIP archive, which makes a file of any
// type an archive too. Its disk numbers are zero and its two counts agree:
// compressed pictures contain the four letters by chance now and then.
func archive(tail []byte) bool {
	for {
		i := bytes.Index(tail, []byte("PK\x05\x06"))
		if i < 0 {
			return false
		}
		tail = tail[i:]
		if len(tail) >= 22 && bytes.Equal(tail[4:8], make([]byte, 4)) && bytes.Equal(tail[8:10], tail[10:12]) {
			return true
		}
		tail = tail[4:]
	}
}

// marks of documents a browser or a server would run.
var marks = [][]byte{
	[]byte("<script"), []byte("<!doctype html"), []byte("<html"), []byte("<iframe"), []byte("<?php"), []byte("<svg"),
}

// smuggles finds the marks of another type. In pictures they have no business
// anywhere; a PDF may speak of them in its text, but not in its first bytes.
func smuggles(b []byte, media string, offset int64) bool {
	if media == mediaPDF && offset > 1024 {
		return false
	}
	if media != mediaPDF && offset == 0 && bytes.Contains(b, []byte("%PDF-")) {
		return true
	}
	if bytes.IndexByte(b, '<') < 0 {
		return false
	}
	low := bytes.ToLower(b)
	for _, m := range marks {
		if bytes.Contains(low, m) {
			return true
		}
	}
	return false
}

func sizeWords(n int64) string {
	if n >= 1<<20 {
		return fmt.Sprintf("%.4g MB", float64(n)/(1<<20))
	}
	return fmt.Sprintf("%.4g kB", float64(n)/(1<<10))
}

// cleanName keeps of a file's name what people recognise it by.
func cleanName(name, ext string) string {
	name = strings.ToValidUTF8(name, "")
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		switch {
		case isControl(r):
			return -1
		case strings.ContainsRune(`<>:"|?*`, r):
			return '_'
		}
		return r
	}, name)
	name = strings.Join(strings.Fields(name), " ")
	if ext == "" {
		return strings.TrimSpace(name)
	}
	stem := strings.Trim(strings.TrimSuffix(name, path.Ext(name)), " .")
	if path.Ext(name) == name || stem == "" {
		stem = "文件"
	}
	if most := maxFileName - utf8.RuneCountInString(ext); utf8.RuneCountInString(stem) > most {
		stem = string([]rune(stem)[:most])
	}
	return stem + ext
}
