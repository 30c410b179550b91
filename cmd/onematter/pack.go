package main

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"os/user"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

func packCommand() *cobra.Command {
	return family("pack", "Versions of packs: review, publish, sign, promote",
		packHistoryCommand(), packSubmitCommand(), packApproveCommand(), packPublishCommand(), packRetireCommand(), packDecideCommand(),
		packKeygenCommand(), packExportCommand(), packImportCommand(), packSignCommand(), packVerifyCommand(), packPromoteCommand())
}

// asVar is the name under which a step is written into the history.
func asVar(f *pflag.FlagSet, who, comment *string) {
	f.StringVar(who, "as", "", "who takes the step; empty: who runs the program")
	f.StringVar(comment, "comment", "", "words for the history")
}

func whoIs(who string) string {
	if who != "" {
		return who
	}
	if u, err := user.Current(); err == nil && u.Username != "" {
		return u.Username
	}
	return os.Getenv("USER")
}

// refused prints the problems of what was refused; other errors go on.
func refused(c *cobra.Command, err error, lang string) error {
	var ps metamodel.Problems
	if !errors.As(err, &ps) {
		return err
	}
	if err := printProblems(c, ps, lang, "text"); err != nil {
		return err
	}
	return exitError{code: 1}
}

// refusedAt is refused with the lines of what was to be loaded.
func refusedAt(c *cobra.Command, ps metamodel.Problems, lang, source string) error {
	if err := printLocated(c, ps, lang, "text", sourceFiles(source)); err != nil {
		return err
	}
	return exitError{code: 1}
}

// sourceFiles gives the files of a folder or ZIP file that loadPack reads, to say
// where in them problems are.
func sourceFiles(source string) func(string) []byte {
	info, err := os.Stat(source)
	switch {
	case err != nil || !info.IsDir() && info.Size() > int64(catalog.MostZip()):
		return noFiles
	case info.IsDir():
		return filesOf(source)
	}
	body, err := os.ReadFile(source)
	if err != nil {
		return noFiles
	}
	files, _, _ := catalog.Unzip(body)
	return func(name string) []byte { return files[name] }
}

// loadPack reads a pack with its signature out of a folder, a ZIP file, or a
// ZIP file at an address.
func loadPack(ctx context.Context, source string) (*catalog.Pack, *catalog.Signature, metamodel.Problems, error) {
	if strings.HasPrefix(source, "http://") || strings.HasPrefix(source, "https://") {
		body, err := download(ctx, source)
		if err != nil {
			return nil, nil, nil, err
		}
		return unpacked(path.Base(source), body)
	}
	info, err := os.Stat(source)
	switch {
	case err != nil:
		return nil, nil, nil, err
	case !info.IsDir() && info.Size() > int64(catalog.MostZip()):
		return nil, nil, nil, failure(source+" 超过资源包的大小上限", source+" is larger than a pack can be")
	case !info.IsDir():
		body, err := os.ReadFile(source)
		if err != nil {
			return nil, nil, nil, err
		}
		return unpacked(filepath.Base(source), body)
	}
	fsys := os.DirFS(source)
	p, ps := catalog.Read(fsys)
	s, more := catalog.ReadSignature(fsys)
	if ps = append(ps, more...); ps.Failed() {
		return nil, nil, ps, nil
	}
	return p, s, ps, nil
}

func unpacked(file string, body []byte) (*catalog.Pack, *catalog.Signature, metamodel.Problems, error) {
	files, s, ps := catalog.Unzip(body)
	if ps.Failed() {
		for i := range ps {
			if ps[i].File == "" {
				ps[i].File = file
			}
		}
		return nil, nil, ps, nil
	}
	p, ps := catalog.ReadArchive(files)
	return p, s, ps, nil
}

// download takes a file from another server. What it is worth, its signature
// tells.
func download(ctx context.Context, url string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return nil, failure(url+" 的回应是 "+res.Status, url+" answered "+res.Status)
	}
	body, err := io.ReadAll(io.LimitReader(res.Body, int64(catalog.MostZip())+1))
	if err == nil && len(body) > catalog.MostZip() {
		err = failure(url+" 超过资源包的大小上限", url+" is larger than a pack can be")
	}
	return body, err
}
