package demo

import (
	"encoding/json"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
)

// story is who files, why, and what they have to say: a shop that opens, a
// family with a child.
type story interface {
	guide() map[string]any                                        // what the guide asks
	begin() map[string]any                                        // answers that decide what else is asked
	person(d dice, group string) person                           // whom a group of fields is about
	value(d dice, f *metamodel.Field, p person, at time.Time) any // what is answered to a field
	words() words                                                 // what departments write about it
}

// words are what departments write, by what they do.
type words struct{ correct, rectify, refuse []string }

// story begins the story of a theme.
func (d dice) story(theme string) story {
	if theme == "T02" {
		return d.family()
	}
	return d.shop()
}

func (s shop) guide() map[string]any {
	return map[string]any{"Q3": s.sign, "Q4": s.wine, "Q5": s.fume, "Q6": s.staff > 0, "Q7": s.licensed}
}

func (s shop) begin() map[string]any {
	return map[string]any{"applicant": map[string]any{"DE00103": s.kind}, "premises": map[string]any{"DE00203": s.area}}
}

func (s shop) person(d dice, group string) person {
	switch group {
	case "legalRep":
		return s.boss
	case "foodSafetyManager", "fireSafetyManager":
		return d.person()
	}
	return s.agent
}

func (s shop) value(d dice, f *metamodel.Field, p person, at time.Time) any {
	return d.value(f, p, s, at)
}

func (s shop) words() words {
	return words{
		correct: []string{"身份证明照片不清晰，请重新上传", "地址与产权证明不一致，请核对", "平面图缺少面积标注，请补充", "联系电话无法接通，请更正"},
		rectify: []string{"后厨排烟口未加装滤网，请整改", "安全出口被杂物占用，请清理", "洗消间与切配区未分开，请调整"},
		refuse:  []string{"经营场所不符合规划用途", "申请材料经补正仍不齐全", "现场核查不符合许可条件"},
	}
}

// fill answers every visible field that must be answered and is not.
func (d dice) fill(v *engine.DraftView, s story, at time.Time) map[string]json.RawMessage {
	out := map[string]json.RawMessage{}
	put := func(path string, value any) {
		raw, err := json.Marshal(value)
		if err != nil {
			panic(err) // only plain values get here
		}
		out[path] = raw
	}
	for _, g := range v.Form.Groups {
		if g.Repeat {
			if v.Record.Visible(g.Path) && v.Record.Rows(g.Path) == 0 {
				rows := make([]map[string]any, 1+d.IntN(3))
				for i := range rows {
					p := d.person()
					rows[i] = map[string]any{}
					for _, f := range g.Fields {
						rows[i][f.Key] = s.value(d, f, p, at)
					}
				}
				put(g.Path, rows)
			}
			continue
		}
		who := s.person(d, g.Path)
		for _, f := range g.Fields {
			if v.Record.Visible(f.Path) && !v.Record.Answered(f.Path) && (v.Record.Required(f.Path) || d.chance(0.3)) {
				put(f.Path, s.value(d, f, who, at))
			}
		}
	}
	return out
}
