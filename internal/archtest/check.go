package archtest

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Breach is one place where the code is not as the house was drawn.
type Breach struct {
	File string
	Line int // 0: the whole file or folder
	Rule string
	What string
}

func (b Breach) String() string {
	at := b.File
	if b.Line > 0 {
		at = fmt.Sprintf("%s:%d", b.File, b.Line)
	}
	return fmt.Sprintf("%s: %s: %s", at, b.Rule, b.What)
}

// Check compares the module in root with the house: every breach, sorted by place.
func (h *House) Check(root fs.FS) ([]Breach, error) {
	mod, err := module(root)
	if err != nil {
		return nil, err
	}
	list, err := sources(root)
	if err != nil {
		return nil, err
	}
	c := checker{House: h, module: mod}
	if err := c.folders(root); err != nil {
		return nil, err
	}
	for _, s := range list {
		c.file(s)
	}
	slices.SortFunc(c.breaches, func(a, b Breach) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.What, b.What))
	})
	return c.breaches, nil
}

type checker struct {
	*House
	module   string
	breaches []Breach
}

func (c *checker) breach(file string, line int, rule, format string, args ...any) {
	c.breaches = append(c.breaches, Breach{file, line, rule, fmt.Sprintf(format, args...)})
}

// folders checks the top of the tree.
func (c *checker) folders(root fs.FS) error {
	entries, err := fs.ReadDir(root, ".")
	if err != nil {
		return fmt.Errorf("list the top folder: %w", err)
	}
	there := map[string]bool{}
	for _, e := range entries {
		there[e.Name()] = true
		switch {
		case e.IsDir() && !slices.Contains(c.Folders, e.Name()) && !slices.Contains(unkept, e.Name()):
			c.breach(e.Name(), 0, "folders", "the house has no such room")
		case !e.IsDir() && path.Ext(e.Name()) == ".go":
			c.breach(e.Name(), 0, "folders", "no Go at the top")
		}
	}
	for _, r := range c.Rooms {
		if top, _, _ := strings.Cut(r.Path, "/"); !there[top] {
			there[top] = true
			c.breach(top, 0, "folders", "the room is missing")
		}
	}
	return nil
}

func (c *checker) file(s source) {
	dir := path.Dir(s.path)
	room := c.room(dir)
	if room == nil {
		if dir != "." {
			c.breach(s.path, 0, "rooms", "the folder %s belongs to no room", dir)
		}
		return
	}
	for _, name := range []string{s.pkg, path.Base(dir)} {
		if slices.Contains(c.BadNames, name) {
			c.breach(s.path, 0, "names", "%q says nothing about what the package is", name)
			break
		}
	}
	for _, i := range s.imports {
		if ours, ok := strings.CutPrefix(i.path, c.module+"/"); ok {
			c.own(s, room, i, ours)
		}
		c.library(s, dir, i)
	}
	if !s.test {
		for _, p := range c.Pure {
			if within(dir, p.Path) {
				c.pure(s, p)
			}
		}
	}
}

// own checks an import of our own: tests may set up whatever they need.
func (c *checker) own(s source, room *Room, i imported, ours string) {
	to := c.room(ours)
	switch {
	case to == nil:
		c.breach(s.path, i.line, "rooms", "imports %s, which belongs to no room", ours)
	case s.test:
	case to.OnlyTests && !room.OnlyTests:
		c.breach(s.path, i.line, "tests", "imports %s, which is for tests", ours)
	case to != room && !slices.Contains(room.MayImport, to.Path):
		c.breach(s.path, i.line, "order", "imports %s: %s may import %s", ours, room.Path, orNothing(room.MayImport))
	default:
		for _, impl := range c.Implementations {
			if within(ours, impl) && !within(path.Dir(s.path), impl) && !slices.Contains(c.Wiring, room.Path) {
				c.breach(s.path, i.line, "wiring", "imports %s: implementations are wired by %s alone", ours, orNothing(c.Wiring))
			}
		}
	}
}

// library checks imports that belong to certain rooms alone.
func (c *checker) library(s source, dir string, i imported) {
	for _, o := range c.Owners {
		if !within(i.path, o.Library) || s.test && o.Tests {
			continue
		}
		if !slices.ContainsFunc(o.Rooms, func(r string) bool { return within(dir, r) }) {
			c.breach(s.path, i.line, "library", "imports %s: that is for %s alone", i.path, strings.Join(o.Rooms, ", "))
		}
	}
}

// pure checks that a folder does no I/O and reads no clock.
func (c *checker) pure(s source, p Pure) {
	for _, i := range s.imports {
		std := !strings.Contains(strings.SplitN(i.path, "/", 2)[0], ".")
		switch {
		case within(i.path, c.module):
		case std && !p.IO && slices.ContainsFunc(ioPackages, func(io string) bool {
			return i.path == io || strings.HasSuffix(io, "/") && strings.HasPrefix(i.path, io)
		}):
			c.breach(s.path, i.line, "pure", "imports %s: %s stays pure", i.path, p.Path)
		case !std && p.Libraries != nil && !slices.ContainsFunc(p.Libraries, func(l string) bool { return within(i.path, l) }):
			c.breach(s.path, i.line, "pure", "imports %s: beside the standard library %s may import %s", i.path, p.Path, strings.Join(p.Libraries, ", "))
		}
	}
	if slices.Contains(p.Clock, s.path) {
		return
	}
	for _, use := range s.clock {
		c.breach(s.path, use.line, "clock", "uses %s: %s has no clock of its own", use.path, p.Path)
	}
}

// room finds the innermost room a folder is in.
func (h *House) room(dir string) *Room {
	var found *Room
	for i := range h.Rooms {
		if r := &h.Rooms[i]; within(dir, r.Path) && (found == nil || len(r.Path) > len(found.Path)) {
			found = r
		}
	}
	return found
}

// within reports whether p is top or below it; a library's major version ("/v2") is below.
func within(p, top string) bool { return p == top || strings.HasPrefix(p, top+"/") }

func orNothing(list []string) string {
	if len(list) == 0 {
		return "nothing of ours"
	}
	return strings.Join(list, ", ")
}
