package main

import (
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	suite := flag.String("suite", "", "folder of the JSON-Schema-Test-Suite")
	doc := flag.String("doc", "docs/jsonschema.md", "page whose tables come from this run")
	update := flag.Bool("update", false, "write the tables instead of comparing them")
	verbose := flag.Bool("v", false, "list every refusal and every wrong verdict")
	flag.Parse()
	if err := run(os.Stdout, *suite, *doc, *update, *verbose); err != nil {
		fmt.Fprintln(os.Stderr, "conformance:", err)
		os.Exit(1)
	}
}

func run(out io.Writer, suite, doc string, update, verbose bool) error {
	all, err := load(suite)
	if err != nil {
		return err
	}
	r := judge(all)
	r.print(out, verbose)
	if n := r.wrong(); n > 0 {
		return fmt.Errorf("%d wrong verdicts", n)
	}
	return r.write(doc, update)
}
