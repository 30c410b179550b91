// Package embedded runs ClickHouse's own engine, as the library libchdb, in a
// child process of this program. The child speaks ClickHouse's HTTP interface
// on a private unix socket, so that the rest of the house has one client, one
// SQL dialect and one code path, and a crash in a 500 MB C++ library can never
// take a citizen's submission down.
//
// The parent side is Start and Engine, the child side is Main.
package embedded

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// LibraryVariable names the environment variable that says where libchdb is.
const LibraryVariable = "ONEMATTER_LIBCHDB"

// ErrLibraryMissing says that libchdb was found nowhere. The message names every
// place that was searched and how to install it.
var ErrLibraryMissing = errors.New("the embedded ClickHouse engine (libchdb) is not installed")

// platforms are the npm packages that carry the library, by GOOS/GOARCH.
var platforms = map[string]string{
	"linux/amd64":  "@chdb/lib-linux-x64-gnu",
	"linux/arm64":  "@chdb/lib-linux-arm64-gnu",
	"darwin/amd64": "@chdb/lib-darwin-x64",
	"darwin/arm64": "@chdb/lib-darwin-arm64",
}

// libraryFiles are the names the library goes by; packages for macOS have used both.
var libraryFiles = []string{"libchdb.so", "libchdb.dylib"}

// FindLibrary returns the absolute path of libchdb. It looks at explicit, then
// at ONEMATTER_LIBCHDB, beside the running program, and in
// designer/web/node_modules of the working directory and of each folder above
// it and above the program. A path that was asked for by name and is not there
// is an error: guessing another library would hide the mistake.
func FindLibrary(explicit string) (string, error) {
	for _, named := range []struct{ by, path string }{
		{"the configuration", explicit},
		{LibraryVariable, os.Getenv(LibraryVariable)},
	} {
		if named.path == "" {
			continue
		}
		abs, err := filepath.Abs(named.path)
		if err == nil {
			err = regularFile(abs)
		}
		if err != nil {
			return "", fmt.Errorf("%w: %s names %s: %v", ErrLibraryMissing, named.by, named.path, err)
		}
		return abs, nil
	}
	npm, ok := platforms[runtime.GOOS+"/"+runtime.GOARCH]
	if !ok {
		return "", fmt.Errorf("%w: there is no build of it for %s/%s; set ONEMATTER_CLICKHOUSE_URL to a ClickHouse server instead",
			ErrLibraryMissing, runtime.GOOS, runtime.GOARCH)
	}
	var searched []string
	for _, place := range libraryDirs(npm) {
		for _, file := range libraryFiles {
			candidate := filepath.Join(place, file)
			if regularFile(candidate) == nil {
				return candidate, nil
			}
		}
		searched = append(searched, place)
	}
	return "", fmt.Errorf("%w: run `npm ci` in designer/web (package %s), or put %s beside the program, or set %s to its path, "+
		"or set ONEMATTER_CLICKHOUSE_URL to a ClickHouse server (searched: %s)",
		ErrLibraryMissing, npm, libraryFiles[0], LibraryVariable, strings.Join(searched, ", "))
}

// libraryDirs lists the program's own folder, then the front end's packages in
// every checkout around the program and around the working directory. The way
// up ends at a folder that anybody may write to (/tmp): a library planted there
// by another user would run as us.
func libraryDirs(npm string) []string {
	packages := filepath.Join("designer", "web", "node_modules", filepath.FromSlash(npm))
	var dirs, starts []string
	if exe, err := os.Executable(); err == nil {
		if resolved, err := filepath.EvalSymlinks(exe); err == nil {
			exe = resolved
		}
		dirs = append(dirs, filepath.Dir(exe))
		starts = append(starts, filepath.Dir(exe))
	}
	if wd, err := os.Getwd(); err == nil {
		starts = append(starts, wd)
	}
	seen := map[string]bool{}
	for _, dir := range starts {
		for !seen[dir] {
			seen[dir] = true
			if info, err := os.Stat(dir); err != nil || info.Mode().Perm()&0o002 != 0 {
				break
			}
			dirs = append(dirs, filepath.Join(dir, packages))
			dir = filepath.Dir(dir)
		}
	}
	return dirs
}

func regularFile(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return errors.New("not a file")
	}
	return nil
}
