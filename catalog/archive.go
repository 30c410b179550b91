package catalog

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// Problems of a pack in one file.
var (
	ArchiveBroken    = kind("archive.unreadable", "不是可以读取的 ZIP 文件，可能没有传完整", "Not a ZIP file that can be read. It may not have arrived whole")
	ArchiveTwice     = kind("archive.twice", "ZIP 文件里有两个“{name}”", "The ZIP file has “{name}” twice")
	ArchiveDamaged   = kind("archive.damaged", "ZIP 文件里的“{name}”已损坏，请重新打包", "“{name}” in the ZIP file is damaged. Pack it again")
	ArchiveEncrypted = kind("archive.encrypted", "ZIP 文件里的“{name}”加了密码，请不加密码重新打包", "“{name}” in the ZIP file has a password. Pack it without one")
	ArchiveMethod    = kind("archive.method", "ZIP 文件里的“{name}”用了不支持的压缩方法，请用普通方式（Deflate）重新打包", "“{name}” in the ZIP file is packed in a way that is not supported. Pack it the usual way (Deflate)")
)

// Zip writes a pack as one file. The same files and signature give the same
// bytes: names sorted, no times, nothing compressed (compressors differ).
func Zip(files map[string][]byte, s *Signature) ([]byte, error) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	put := func(name string, body []byte) error {
		f, err := w.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Store, CRC32: crc32.ChecksumIEEE(body), CompressedSize64: uint64(len(body)), UncompressedSize64: uint64(len(body))})
		if err == nil {
			_, err = f.Write(body)
		}
		return err
	}
	for _, name := range sortedKeys(files) {
		if err := put(name, files[name]); err != nil {
			return nil, fmt.Errorf("catalog: writing a pack's file: %w", err)
		}
	}
	if s != nil {
		if err := put(SignatureFile, s.Encode()); err != nil {
			return nil, fmt.Errorf("catalog: writing a pack's signature: %w", err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("catalog: writing a pack's file: %w", err)
	}
	return b.Bytes(), nil
}

// zipEntry is how each entry of a ZIP file's directory begins.
var zipEntry = []byte("PK\x01\x02")

// Unzip takes a pack out of one file: names that lead elsewhere, links, too
// many or too big files, and what only says that it is small, are refused
// before they do harm. One folder around everything is taken off, and what a
// Mac adds is passed over. The signature is nil when there is none; what it is
// worth, Verify or Fits says.
func Unzip(b []byte) (map[string][]byte, *Signature, metamodel.Problems) {
	l := PackLimits
	if len(b) > MostZip() {
		return nil, nil, metamodel.Problems{PackTooLarge.At("", "limit", l.Bytes)}
	}
	// The reader makes an object of each entry, however many the end of the file
	// claims: count them before.
	if bytes.Count(b, zipEntry) > l.Files {
		return nil, nil, metamodel.Problems{TooManyFiles.At("", "limit", l.Files)}
	}
	r, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, nil, metamodel.Problems{ArchiveBroken.At("")}
	}
	entries, ps := filesOf(r.File)
	if ps.Failed() {
		return nil, nil, ps
	}
	var s *Signature
	files, total := map[string][]byte{}, 0
	for _, e := range entries {
		body, problem := e.unpack()
		if problem != nil {
			ps = append(ps, in(e.name, *problem))
			continue
		}
		if e.name == SignatureFile {
			var problems metamodel.Problems
			s, problems = DecodeSignature(body)
			ps = append(ps, problems...)
			continue
		}
		if total += len(body); total > l.Bytes {
			return nil, nil, append(ps, PackTooLarge.At("", "limit", l.Bytes))
		}
		files[e.name] = body
	}
	if ps.Failed() {
		return nil, nil, ps
	}
	return files, s, nil
}

// zipped is one file in a ZIP file under its name in the pack.
type zipped struct {
	name string
	file *zip.File
}

// filesOf picks the pack's files, or says why there is none: nothing is
// unpacked for it.
func filesOf(files []*zip.File) (entries []zipped, ps metamodel.Problems) {
	around := folderAround(files)
	seen, total := map[string]bool{}, uint64(0)
	for _, f := range files {
		name := strings.TrimPrefix(f.Name, around)
		short := shortName(name)
		regular, folder := f.Mode().IsRegular(), f.Mode().IsDir() && f.UncompressedSize64 == 0
		switch {
		case passedOver(name) || folder && (name == "" || isFolder(strings.TrimSuffix(name, "/"))):
			continue
		case name != SignatureFile && checkName(name) != nil:
			ps = append(ps, in(short, *checkName(name)))
		case !regular:
			ps = append(ps, in(short, UnknownFile.At("", "name", short)))
		case seen[name]:
			ps = append(ps, in(short, ArchiveTwice.At("", "name", short)))
		case f.Flags&1 != 0:
			ps = append(ps, in(short, ArchiveEncrypted.At("", "name", short)))
		case f.UncompressedSize64 > uint64(metamodel.DefinitionLimits.Bytes):
			ps = append(ps, in(short, FileTooLarge.At("", "limit", metamodel.DefinitionLimits.Bytes)))
		default:
			seen[name] = true
			if total += f.UncompressedSize64; total > uint64(PackLimits.Bytes) { // each is far below overflow
				return nil, append(ps, PackTooLarge.At("", "limit", PackLimits.Bytes))
			}
			entries = append(entries, zipped{name, f})
		}
		if len(ps) >= mostProblems {
			break
		}
	}
	return entries, ps
}

// folderAround is the folder, with its slash, that a person packed instead of
// what is in it: everything lies in it, the pack's manifest too. "" for none.
func folderAround(files []*zip.File) string {
	around := ""
	for _, f := range files {
		if passedOver(f.Name) {
			continue
		}
		first, _, inside := strings.Cut(f.Name, "/")
		if !inside || around != "" && around != first+"/" || !fs.ValidPath(first) || first == "." || strings.ContainsFunc(first, treacherous) || tooLong(first) {
			return ""
		}
		around = first + "/"
	}
	for _, f := range files {
		if dir, base := path.Split(f.Name); dir == around && folderOf(base) == "pack" && isData(base) {
			return around
		}
	}
	return ""
}

// unpack unpacks one file, never more than a file may have, whatever its
// header promises.
func (e zipped) unpack() ([]byte, *metamodel.Problem) {
	fail := func(p metamodel.Problem) ([]byte, *metamodel.Problem) { return nil, &p }
	limit := metamodel.DefinitionLimits.Bytes
	r, err := e.file.Open()
	switch {
	case errors.Is(err, zip.ErrAlgorithm):
		return fail(ArchiveMethod.At("", "name", e.name))
	case err != nil:
		return fail(ArchiveDamaged.At("", "name", e.name))
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
	switch {
	case len(b) > limit:
		return fail(FileTooLarge.At("", "limit", limit))
	case err != nil:
		return fail(ArchiveDamaged.At("", "name", e.name))
	}
	return b, nil
}

// ReadSignature reads the signature in a pack's folder, nil when there is none.
func ReadSignature(fsys fs.FS) (*Signature, metamodel.Problems) {
	if _, err := fs.Stat(fsys, SignatureFile); err != nil {
		return nil, nil
	}
	b, problem := readFile(fsys, SignatureFile)
	if problem != nil {
		return nil, metamodel.Problems{in(SignatureFile, *problem)}
	}
	return DecodeSignature(b)
}
