package metamodel

import (
	"encoding/json"
	"slices"
	"strings"
)

// Property terms (特性词, GB/T 19488.1) by which elements are known to speak of
// the same: an identity number (GB 11643) holds the date of birth and the sex of
// whom it was given to. A number of somebody else, a guardian say, has another
// term and is not compared.
var (
	numberTerms = []string{"公民身份", "公民身份号码", "居民身份证", "身份证", "身份证件", "证件", "证件号码"}
	birthTerms  = []string{"出生", "出生日期", "生日"}
	sexTerms    = []string{"性别"}
)

// identityTell is an identity number of a result or of the case, and what it
// says of another value of the same subject; one of both is in the result.
type identityTell struct {
	number, other string // paths
	whole         bool   // the number is part of an identity
	sex           bool   // otherwise the date of birth
	at            string // of the result
	label, says   Text
}

// identityTells finds what identity numbers tell of values beside them.
func identityTells(form *Form, yields []string, yielded map[string]*Element, reg Registry) (tells []identityTell) {
	type value struct {
		path  string
		e     *Element
		label Text
	}
	seen := map[string]bool{}
	for _, path := range yields {
		group, _, _ := strings.Cut(path, "/")
		if seen[group] {
			continue
		}
		seen[group] = true
		var all []value
		for _, y := range yields {
			if strings.HasPrefix(y, group+"/") {
				all = append(all, value{y, yielded[y], yielded[y].Label()})
			}
		}
		if g := form.plan.byName[group]; g != nil {
			for _, f := range g.fields {
				all = append(all, value{f.f.Path, f.f.Element, f.f.Label})
			}
		}
		for _, n := range all {
			if !isIdentityNumber(n.e) {
				continue
			}
			for _, o := range all {
				t := identityTell{number: n.path, other: o.path, whole: n.e.Type == TypeIdentity, sex: tellsSex(n.e, o.e, reg), at: n.path, label: n.label, says: o.label}
				if yielded[n.path] == nil {
					t.at = o.path
				}
				if yielded[t.at] != nil && (t.sex || tellsBirth(n.e, o.e)) {
					tells = append(tells, t)
				}
			}
		}
	}
	return tells
}

func isIdentityNumber(e *Element) bool {
	return e.Type == TypeIdentity || e.Type == TypeString && e.Format == "cn-resident-id"
}

// derivesFrom reports whether an element says that it follows from another.
func derivesFrom(e, from *Element) bool {
	return slices.ContainsFunc(e.Relations, func(r Relation) bool {
		id, _, _ := strings.Cut(r.Element, "@")
		return r.Type == "derives" && id == from.ID
	})
}

// sameThing reports whether two elements speak of one thing, by their terms.
func sameThing(number, other *Element, terms []string) bool {
	return number.ObjectClass != "" && number.ObjectClass == other.ObjectClass && slices.Contains(numberTerms, number.Property) && slices.Contains(terms, other.Property)
}

func tellsBirth(number, other *Element) bool {
	return other.Type == TypeDate && (derivesFrom(other, number) || sameThing(number, other, birthTerms))
}

// tellsSex wants the codes of GB/T 2261.1, whichever list holds them.
func tellsSex(number, other *Element, reg Registry) bool {
	if other.Type != TypeCode || !slices.Contains(sexTerms, other.Property) || !derivesFrom(other, number) && !sameThing(number, other, sexTerms) {
		return false
	}
	list, ok := reg.CodeList(other.CodeList)
	if !ok {
		return false
	}
	named := func(code, word string) bool {
		return slices.ContainsFunc(list.Entries, func(e Code) bool { return e.Code == code && strings.HasPrefix(e.Name.In("zh"), word) })
	}
	return named("1", "男") && named("2", "女")
}

var sexWords = map[string]Text{"1": ZhEn("男性", "male"), "2": ZhEn("女性", "female")}

// check reports what disagrees. A number that is none (a passport's), and what
// is not answered or not stated, tells nothing.
func (t *identityTell) check(groups map[string]json.RawMessage, ctx Context) (Problem, bool) {
	number := valueIn(groups, t.number)
	if t.whole {
		number = membersOf(number)["idNumber"]
	}
	id, other := textOf(number), textOf(valueIn(groups, t.other))
	id = string(normaliseResidentID(trimSpace([]byte(id))))
	born, valid := BirthDate(id, ctx.Today)
	switch {
	case !valid || other == "":
	case t.sex:
		sex := "2"
		if (id[16]-'0')%2 == 1 {
			sex = "1"
		}
		if (other == "1" || other == "2") && other != sex {
			return resultSex.At(t.at, "number", t.label, "sex", sexWords[sex], "field", t.says), true
		}
	case other != born:
		return resultBirth.At(t.at, "number", t.label, "born", born, "field", t.says), true
	}
	return Problem{}, false
}

// valueIn is a value outside of rows.
func valueIn(groups map[string]json.RawMessage, path string) json.RawMessage {
	group, key, _ := strings.Cut(path, "/")
	return membersOf(groups[group])[key]
}

func textOf(raw json.RawMessage) (s string) {
	_ = json.Unmarshal(raw, &s) // what is no text says nothing
	return s
}
