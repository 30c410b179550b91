package catalog

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"sort"

	"go.yaml.in/yaml/v3"

	"github.com/onematter/onematter/metamodel"
)

// Encode writes the pack's definitions as canonical, readable YAML files: the
// same pack gives the same bytes, and Read of them gives the same pack. It
// panics when a definition built in memory holds a number or a constant that is not JSON.
func (p *Pack) Encode() map[string][]byte {
	files := map[string][]byte{"pack.yaml": encode(p.Manifest)}
	many(files, "subjects.yaml", p.Subjects, func(a, b *metamodel.Subject) bool { return a.Order < b.Order })
	many(files, "departments.yaml", p.Departments, nil)
	many(files, "elements/elements.yaml", p.Elements, nil)
	many(files, "groups/groups.yaml", p.ElementGroups, nil)
	many(files, "codes/codes.yaml", p.CodeLists, nil)
	many(files, "materials/materials.yaml", p.Materials, nil)
	single(files, "forms", p.FormDocs())
	single(files, "workflows", p.Workflows)
	single(files, "matters", p.Matters)
	single(files, "themes", p.Themes)
	single(files, "policies", p.Policies)
	single(files, "calendars", p.Calendars)
	return files
}

// EncodeLayout writes a layout as it stands in a theme's file.
func EncodeLayout(l *metamodel.ThemeLayout) []byte {
	return encode(map[string]*metamodel.ThemeLayout{"layout": l})
}

// many writes definitions of one kind into one file, by id unless less says otherwise.
func many[T any](files map[string][]byte, name string, defs map[string]*T, less func(a, b *T) bool) {
	if len(defs) == 0 {
		return
	}
	ids := sortedKeys(defs)
	if less != nil {
		sort.SliceStable(ids, func(i, j int) bool { return less(defs[ids[i]], defs[ids[j]]) })
	}
	list := make([]*T, len(ids))
	for i, id := range ids {
		list[i] = defs[id]
	}
	files[name] = encode(list)
}

// single writes a file a definition.
func single[T any](files map[string][]byte, dir string, defs map[string]*T) {
	for id, d := range defs {
		files[dir+"/"+fileName(id)+".yaml"] = encode(d)
	}
}

// fileName keeps an id that any file system can bear; another gets a digest,
// for two ids must never share a file.
func fileName(id string) string {
	safe := []byte(id)
	for i, c := range safe {
		if c == '-' || c == '_' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' {
			continue
		}
		safe[i] = '-'
	}
	if id != "" && string(safe) == id {
		return id
	}
	sum := sha256.Sum256([]byte(id))
	return fmt.Sprintf("x%s-%s", hex.EncodeToString(sum[:4]), bytes.Trim(safe, "-"))
}

func encode(v any) []byte {
	var doc bytes.Buffer
	enc := json.NewEncoder(&doc)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic(fmt.Errorf("catalog: encoding a definition: %w", err))
	}
	node, err := jsonToNode(doc.Bytes())
	if err != nil {
		panic(fmt.Errorf("catalog: encoding a definition: %w", err))
	}
	var out bytes.Buffer
	y := yaml.NewEncoder(&out)
	y.SetIndent(2)
	if err := y.Encode(node); err != nil {
		panic(fmt.Errorf("catalog: encoding a definition: %w", err))
	}
	if err := y.Close(); err != nil {
		panic(fmt.Errorf("catalog: encoding a definition: %w", err))
	}
	return out.Bytes()
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
