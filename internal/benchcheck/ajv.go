package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// node is one Node process that checks with ajv for as long as it is told, so
// that its compiler is warm and all sides can take turns.
type node struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
	dir string
	ids map[*made]string
}

func startNode(dir string) (*node, error) {
	n := &node{cmd: exec.Command("node", "ajv.mjs"), dir: dir, ids: map[*made]string{}}
	n.cmd.Stderr = os.Stderr
	var err error
	if n.in, err = n.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := n.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	n.out = bufio.NewReader(out)
	return n, n.cmd.Start()
}

// stop ends the process: it leaves when its input ends.
func (n *node) stop() error {
	if err := n.in.Close(); err != nil {
		return err
	}
	return n.cmd.Wait()
}

// ask sends one command and reads its one-line answer.
func (n *node) ask(command, answer any) error {
	line, err := json.Marshal(command)
	if err != nil {
		return err
	}
	if _, err := n.in.Write(append(line, '\n')); err != nil {
		return err
	}
	reply, err := n.out.ReadBytes('\n')
	if err != nil {
		return fmt.Errorf("node ended: %w", err)
	}
	var bad struct{ Error string }
	if err := json.Unmarshal(reply, &bad); err == nil && bad.Error != "" {
		return fmt.Errorf("node: %s", bad.Error)
	}
	return json.Unmarshal(reply, answer)
}

// load hands a form to the process.
func (n *node) load(m *made) error {
	if n.ids[m] != "" {
		return nil
	}
	id := fmt.Sprintf("form%d", len(n.ids))
	write := func(name string, v any) (string, error) {
		b, err := json.Marshal(v)
		if err != nil {
			return "", err
		}
		file := filepath.Join(n.dir, id+name)
		return file, os.WriteFile(file, b, 0o600)
	}
	schema, err := write(".schema.json", json.RawMessage(m.schema))
	if err != nil {
		return err
	}
	good, err := write(".good.json", asStrings(m.good))
	if err != nil {
		return err
	}
	bad, err := write(".bad.json", asStrings(m.bad))
	if err != nil {
		return err
	}
	var done struct{ OK bool }
	if err := n.ask(map[string]string{"load": id, "schema": schema, "good": good, "bad": bad}, &done); err != nil {
		return err
	}
	n.ids[m] = id
	return nil
}

func asStrings(bodies [][]byte) []string {
	out := make([]string, len(bodies))
	for i, b := range bodies {
		out[i] = string(b)
	}
	return out
}

// ajvSide checks with ajv: from the bytes, or from a string that somebody has
// decoded before, which leaves a part of the way out.
type ajvSide struct {
	*node
	fromString bool
}

func (s ajvSide) name() string {
	if s.fromString {
		return "ajv 8.20.0, from a string"
	}
	return "ajv 8.20.0"
}

func (s ajvSide) prepare(m *made) error { return s.load(m) }

func (s ajvSide) run(m *made, bad bool, d time.Duration) (sample, error) {
	var got struct{ NS float64 }
	err := s.ask(map[string]any{"run": s.ids[m], "bad": bad, "fromString": s.fromString, "ms": d.Milliseconds()}, &got)
	return sample{ns: got.NS, allocs: -1, bytes: -1}, err
}
