package catalog

import (
	"archive/zip"
	"bytes"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"

	"github.com/onematter/onematter/metamodel"
)

// Problems of a pack in one file.
var (
	ArchiveBroken = kind("archive.unreadable", "不是可以读取的 ZIP 文件：{detail}", "Not a ZIP file that can be read: {detail}")
	ArchiveTwice  = kind("archive.twice", "ZIP 文件里有两个“{name}”", "The ZIP file has “{name}” twice")
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

// MostZip bounds a pack in one file, in bytes.
const MostZip = mostBytes + 8<<20

// Unzip takes a pack out of one file: names that lead elsewhere, links, too
// many or too big files, and what only says that it is small, are refused
// before they do harm. The signature is nil when there is none.
func Unzip(b []byte) (map[string][]byte, *Signature, metamodel.Problems) {
	if len(b) > MostZip {
		return nil, nil, metamodel.Problems{PackTooLarge.At("", "limit", mostBytes)}
	}
	r, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, nil, metamodel.Problems{ArchiveBroken.At("", "detail", err.Error())}
	}
	if len(r.File) > mostFiles {
		return nil, nil, metamodel.Problems{TooManyFiles.At("", "limit", mostFiles)}
	}
	var ps metamodel.Problems
	var s *Signature
	files, total := map[string][]byte{}, 0
	for _, f := range r.File {
		if f.Mode().IsDir() && isFolder(trimSlash(f.Name)) && f.UncompressedSize64 == 0 {
			continue
		}
		signature := f.Name == SignatureFile
		if p := checkName(f.Name); p != nil && !signature {
			ps = append(ps, in(f.Name, *p))
			continue
		}
		if !f.Mode().IsRegular() {
			ps = append(ps, in(f.Name, UnknownFile.At("", "name", f.Name)))
			continue
		}
		if _, twice := files[f.Name]; twice || signature && s != nil {
			ps = append(ps, in(f.Name, ArchiveTwice.At("", "name", f.Name)))
			continue
		}
		body, problem := unzipFile(f)
		if problem != nil {
			ps = append(ps, in(f.Name, *problem))
			continue
		}
		if signature {
			var problems metamodel.Problems
			s, problems = DecodeSignature(body)
			ps = append(ps, problems...)
			continue
		}
		if total += len(body); total > mostBytes {
			return nil, nil, append(ps, PackTooLarge.At("", "limit", mostBytes))
		}
		files[f.Name] = body
	}
	if ps.Failed() {
		return nil, nil, ps
	}
	return files, s, nil
}

func trimSlash(name string) string {
	if n := len(name); n > 0 && name[n-1] == '/' {
		return name[:n-1]
	}
	return name
}

// unzipFile unpacks one file, never more than a file may have, whatever its
// header promises.
func unzipFile(f *zip.File) ([]byte, *metamodel.Problem) {
	limit := metamodel.DefinitionLimits.Bytes
	r, err := f.Open()
	if err != nil {
		p := CannotRead.At("", "detail", err.Error())
		return nil, &p
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
	if err != nil {
		p := CannotRead.At("", "detail", err.Error())
		return nil, &p
	}
	if len(b) > limit {
		p := FileTooLarge.At("", "limit", limit)
		return nil, &p
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
