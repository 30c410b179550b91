package citizen

import (
	"net/url"
	"strconv"

	"github.com/onematter/onematter/metamodel"
)

// TreeView is a hierarchy narrowed level by level: one select a level, the
// next one as soon as something is chosen above it. Without scripts a button
// asks for the next level.
type TreeView struct {
	Levels []LevelView
	Action string // of the button
	More   bool   // a level is still to come
	Where  string // what is chosen so far, in words
}

// LevelView is one select.
type LevelView struct {
	ID, Name, Label string
	Options         []OptionView
}

// levelName is the name of a level's select.
func levelName(name string, level int) string { return name + "." + strconv.Itoa(level) }

// tree draws the selects down to the level below what is chosen. offered are
// the entries that may be chosen now.
func (l L) tree(list *metamodel.CodeList, offered []metamodel.Code, chosen, id, name string) *TreeView {
	t := &TreeView{Action: "narrow:" + name, Where: ""}
	may := below(list, offered)
	path := list.Path(chosen)
	for level := 0; level < metamodel.MaxLevels && level <= len(path); level++ {
		above, here := "", ""
		if level > 0 {
			above = path[level-1].Code
		}
		if level < len(path) {
			here = path[level].Code
		}
		v := LevelView{ID: id + "-" + strconv.Itoa(level), Name: levelName(name, level), Label: l.level(list, level)}
		if level == 0 {
			v.ID = id
		}
		for _, e := range list.Children(above) {
			if may == nil || may[e.Code] || e.Code == here {
				v.Options = append(v.Options, OptionView{Value: e.Code, Label: l.In(e.Name), Checked: e.Code == here})
			}
		}
		if len(v.Options) == 0 {
			break
		}
		t.Levels = append(t.Levels, v)
	}
	last := len(t.Levels) - 1
	t.More = last >= 0 && len(t.Levels) > len(path) && (len(path) == 0 || !list.Selectable(chosen))
	return t
}

// below marks the offered entries and everything above them; nil: all are offered.
func below(list *metamodel.CodeList, offered []metamodel.Code) map[string]bool {
	if len(offered) == len(list.Entries) {
		return nil
	}
	may := map[string]bool{}
	for _, e := range offered {
		for code := e.Code; code != "" && !may[code]; {
			may[code] = true
			up, _ := list.Entry(code)
			code = up.Parent
		}
	}
	return may
}

// level names a level: the list's word for it, else its number.
func (l L) level(list *metamodel.CodeList, level int) string {
	if level < len(list.Levels) {
		return l.In(list.Levels[level])
	}
	return l.T("tree.level", level+1)
}

// deepest reads the selects of a hierarchy: the deepest choice that lies below
// the one above it. Whoever changes 省 has not chosen a 区 yet. Blank, and what
// the list does not know, end the way down.
func deepest(list *metamodel.CodeList, name string, form url.Values) (string, bool) {
	if _, ok := form[levelName(name, 0)]; !ok {
		return "", false
	}
	code := ""
	for level := range metamodel.MaxLevels {
		next := form.Get(levelName(name, level))
		e, ok := list.Entry(next)
		if next == "" || !ok || e.Parent != code {
			if next != "" && !ok && code == "" {
				return next, true // as sent: Check says what is wrong with it
			}
			break
		}
		code = next
	}
	return code, true
}
