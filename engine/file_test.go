package engine_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/onematter/onematter/engine"
)

func jpegBytes(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	must(t, jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 40, 40)), nil))
	return b.Bytes()
}

const pdf = "%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"

// zipEnd is the end record of an archive of one file.
const zipEnd = "PK\x05\x06\x00\x00\x00\x00\x01\x00\x01\x00\x10\x00\x00\x00\x10\x00\x00\x00\x00\x00"

func TestUploadsAreJudgedByTheirBytes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	me := citizen("ming")
	id := got[*engine.DraftView](t)(w.StartDraft(ctx, me, "T01", "", nil, nil, "")).Draft.ID
	png := string(picture())
	huge := []byte(png)
	huge[16], huge[20] = 0x7f, 0x7f // width and height in the header
	for name, x := range map[string]struct{ file, bytes, code, kept string }{
		"a picture":                   {"平面图.png", png, "", "平面图.png"},
		"a photograph":                {"IMG_1.JPG", string(jpegBytes(t)), "", "IMG_1.jpg"},
		"a document":                  {"制度.pdf", pdf, "", "制度.pdf"},
		"no ending":                   {"blob", pdf, "", "blob.pdf"},
		"no name":                     {"", png, "", "文件.png"},
		"a path for a name":           {`C:\用户\..\..\etc\图.png`, png, "", "图.png"},
		"a name that reads backwards": {"a\u202egnp.pdf", pdf, "", "agnp.pdf"},
		"a dotfile":                   {"../../.png", png, "", "文件.png"},
		"nothing":                     {"空.png", "", "file.empty", ""},
		"text":                        {"说明.txt", "你好", "file.media", ""},
		"a page":                      {"图.png", "<!DOCTYPE html><html><script>alert(1)</script>", "file.media", ""},
		"a drawing with script":       {"图.svg", `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`, "file.media", ""},
		"an archive":                  {"图.png", "PK\x03\x04" + strings.Repeat("x", 100) + zipEnd, "file.media", ""},
		"a program":                   {"图.png", "MZ\x90\x00" + strings.Repeat("\x00", 200), "file.media", ""},
		"a document called a picture": {"图.png", pdf, "file.lies", ""},
		"a picture called a program":  {"setup.exe", png, "file.lies", ""},
		"a picture cut short":         {"图.png", png[:len(png)-12], "file.damaged", ""},
		"a header alone":              {"图.png", png[:20], "file.damaged", ""},
		"a picture of a billion dots": {"图.png", string(huge), "file.damaged", ""},
		"a document cut short":        {"制度.pdf", "%PDF-1.7\n1 0 obj", "file.damaged", ""},
		"a document after a page":     {"制度.pdf", "<html>" + pdf, "file.media", ""},
		"a document with a page":      {"制度.pdf", "%PDF-1.7\n<html><script>" + pdf, "file.mixed", ""},
		"a picture with script":       {"图.png", png + "<ScRiPt>alert(1)</script>", "file.mixed", ""},
		"a picture and an archive":    {"图.png", png + "PK\x03\x04" + zipEnd, "file.mixed", ""},
		"a photograph with PHP":       {"图.jpg", string(jpegBytes(t)) + "<?php system($_GET[0]);", "file.mixed", ""},
		"too much":                    {"图.png", png + strings.Repeat("\x00", 10<<20), "file.too_large", ""},
	} {
		f, err := w.AddFile(ctx, me, id, "MT10", x.file, strings.NewReader(x.bytes))
		switch {
		case x.code != "":
			if code := problemOf(err); code != x.code {
				t.Errorf("%s: want %s, got %v", name, x.code, err)
			}
		case err != nil:
			t.Errorf("%s: %v", name, err)
		default:
			if f.Name != x.kept || f.Size != int64(len(x.bytes)) || len(f.SHA256) != 64 {
				t.Errorf("%s is kept as %q, %d bytes, %s", name, f.Name, f.Size, f.SHA256)
			}
			must(t, w.RemoveFile(ctx, me, f.ID))
		}
	}
	if left := w.blobs(); len(left) > 0 {
		t.Errorf("refused and removed files left their bytes: %v", left)
	}
}

func TestUploadsStayWithinWhatAMaterialTakes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	me := citizen("ming")
	id := got[*engine.DraftView](t)(w.StartDraft(ctx, me, "T01", "", nil, nil, "")).Draft.ID
	add := func(material string) error {
		_, err := w.AddFile(ctx, me, id, material, fmt.Sprintf("%d.png", len(w.blobs())), bytes.NewReader(picture()))
		return err
	}
	for range 5 {
		must(t, add("MT10"))
	}
	wants(t, add("MT10"), "file.many")
	if err := add("MT06"); err == nil {
		t.Error("a document the system makes was taken")
	}
	wantErr(t, add("MT99"), engine.ErrNotFound)
	broken := errors.New("the line went dead")
	if _, err := w.AddFile(ctx, me, id, "MT12", "a.png", &dying{b: picture()[:40], err: broken}); !errors.Is(err, broken) {
		t.Errorf("an upload that breaks off gives %v", err)
	}
	if n := len(w.blobs()); n != 5 {
		t.Errorf("%d blobs for five files", n)
	}
	must(t, w.DeleteDraft(ctx, me, id))
	if left := w.blobs(); len(left) > 0 {
		t.Errorf("a deleted draft left %v", left)
	}
}

type dying struct {
	b   []byte
	err error
}

func (d *dying) Read(p []byte) (int, error) {
	if len(d.b) == 0 {
		return 0, d.err
	}
	n := copy(p, d.b)
	d.b = d.b[n:]
	return n, nil
}

// blobs lists the files in the blob folder.
func (w *world) blobs() (list []string) {
	w.t.Helper()
	must(w.t, filepath.WalkDir(string(w.folder), func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			list = append(list, path)
		}
		if errors.Is(err, os.ErrNotExist) {
			return nil
		}
		return err
	}))
	return list
}
