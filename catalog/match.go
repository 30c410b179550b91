package catalog

import (
	"math"
	"sort"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/onematter/onematter/metamodel"
)

// MatchQuery is a field as a sheet words it, to be matched to the pool of
// standard elements. Only Label is required; everything else sharpens.
type MatchQuery struct {
	Label       string // the field's own wording
	SubjectName string // whose value it is, in the sheet's words (经办人)
	ObjectClass string // the subject's object class (自然人)

	Numeric bool // the field is compared with a number
	Boolean bool // the field is compared with true or false
	Date    bool // the field is compared with a date

	Taken      map[string]bool // elements the same form already has for this subject
	Precedents []Precedent     // fields elsewhere whose element is known
}

// Precedent is a field of another form whose element is already known.
type Precedent struct {
	Label       string
	SubjectName string
	Element     string
}

// Candidate is one element a field may mean.
type Candidate struct {
	Element *metamodel.Element
	Score   float64 // 0 to 1, two decimals
	Reason  metamodel.Text
}

const (
	// ClearScore is the least score of a choice that needs no human.
	ClearScore = 0.80
	// ClearMargin is how far the second candidate must be behind.
	ClearMargin = 0.08

	leastScore = 0.30 // below this a candidate only distracts
)

// Match scores every element of the pool against the query and returns the
// plausible ones, best first (equal scores by element id). Wording decides
// first; the subject's object class and the type of the field's conditions
// only take away. Similar wording alone never reaches ClearScore: a person decides.
func Match(pool []*metamodel.Element, q MatchQuery) []Candidate {
	label := normalise(q.Label)
	if label == "" {
		return nil
	}
	var cs []Candidate
	for _, e := range pool {
		score, reason := wording(e, label, q)
		if score == 0 {
			continue
		}
		score, reason = evidence(e, q, score, reason)
		score = math.Round(score*100) / 100
		if score >= leastScore {
			cs = append(cs, Candidate{Element: e, Score: score, Reason: reason})
		}
	}
	sort.SliceStable(cs, func(i, j int) bool {
		if cs[i].Score != cs[j].Score {
			return cs[i].Score > cs[j].Score
		}
		return cs[i].Element.ID < cs[j].Element.ID
	})
	return cs
}

// Clear gives the candidate that may be taken without asking anyone: good
// enough, and well ahead of the second.
func Clear(cs []Candidate) (Candidate, bool) {
	if len(cs) == 0 || cs[0].Score < ClearScore {
		return Candidate{}, false
	}
	if len(cs) > 1 && cs[0].Score-cs[1].Score < ClearMargin-1e-9 {
		return Candidate{}, false
	}
	return cs[0], true
}

// wording scores how well the label says the element, and why.
func wording(e *metamodel.Element, label string, q MatchQuery) (float64, metamodel.Text) {
	name := e.Name.In("zh")
	for _, t := range e.Name {
		if normalise(t) == label {
			return 1, metamodel.ZhEn("名称与标准名称一致", "the label is the element's standard name")
		}
	}
	subject := normalise(q.SubjectName)
	for _, p := range q.Precedents {
		if p.Element == e.ID && normalise(p.Label) == label && normalise(p.SubjectName) == subject {
			return 0.95, metamodel.ZhEn("其他事项中同名同角色的字段使用此数据元", "a field of the same label and subject elsewhere uses this element")
		}
	}
	for _, s := range e.Synonyms {
		if normalise(s) == label {
			return 0.92, metamodel.ZhEn("名称与同义名称“"+s+"”一致", "the label is its synonym “"+s+"”")
		}
	}
	if rest := withoutSubject(label, subject); rest != "" {
		for _, s := range append([]string{name}, e.Synonyms...) {
			if normalise(s) == rest {
				return 0.9, metamodel.ZhEn("去掉角色名称后与“"+s+"”一致", "without the subject's name the label is “"+s+"”")
			}
		}
	}
	if label == subject && identifies(e) && e.ObjectClass == q.ObjectClass {
		return 0.86, metamodel.ZhEn("字段以角色命名，取该角色的名称", "the field is named after its subject: the subject's own name")
	}
	return similar(e, name, label)
}

// similar compares characters; it stays below ClearScore by construction.
func similar(e *metamodel.Element, name, label string) (float64, metamodel.Text) {
	best, said := 0.0, ""
	for _, s := range append([]string{name}, e.Synonyms...) {
		n := normalise(s)
		score := 0.7 * dice(n, label)
		if runes := []rune(n); len(runes) >= 2 && len([]rune(label)) >= 2 && (strings.Contains(n, label) || strings.Contains(label, n)) {
			short, long := float64(len(runes)), float64(len([]rune(label)))
			if short > long {
				short, long = long, short
			}
			score = math.Max(score, 0.4+0.35*short/long)
		}
		if score > best {
			best, said = score, s
		}
	}
	if best == 0 {
		return 0, nil
	}
	return best, metamodel.ZhEn("名称与“"+said+"”相近", "the label resembles “"+said+"”")
}

// evidence lowers a score for what speaks against the element.
func evidence(e *metamodel.Element, q MatchQuery, score float64, reason metamodel.Text) (float64, metamodel.Text) {
	add := func(zh, en string) {
		reason = metamodel.ZhEn(reason["zh"]+"；"+zh, reason["en"]+"; "+en)
	}
	switch {
	case q.ObjectClass == "" || e.ObjectClass == "":
		score *= 0.98
	case q.ObjectClass == e.ObjectClass:
		add("对象类相符（"+e.ObjectClass+"）", "the object class agrees ("+e.ObjectClass+")")
	default:
		score *= 0.78
		add("对象类不符（"+e.ObjectClass+"，角色为"+q.ObjectClass+"）", "the object class differs ("+e.ObjectClass+", the subject is "+q.ObjectClass+")")
	}
	fits := true
	switch {
	case q.Numeric:
		fits = e.Type == metamodel.TypeInteger || e.Type == metamodel.TypeNumber
	case q.Boolean:
		fits = e.Type == metamodel.TypeBoolean
	case q.Date:
		fits = e.Type == metamodel.TypeDate
	}
	if !fits {
		score *= 0.5
		add("数据类型不符（"+string(e.Type)+"）", "the type does not fit ("+string(e.Type)+")")
	} else if q.Numeric || q.Boolean || q.Date {
		add("数据类型相符（"+string(e.Type)+"）", "the type fits ("+string(e.Type)+")")
	}
	if q.Taken[e.ID] {
		score *= 0.4
		add("本表单同一角色已有此数据元", "this form already has the element for the same subject")
	}
	return score, reason
}

// identifies reports whether the element is the name by which its object class
// is called (姓名 of a person, 主体名称 of a market entity).
func identifies(e *metamodel.Element) bool {
	if e.Representation != "名称" || e.Property == "" {
		return false
	}
	return e.Property == "姓名" || e.Property == "名称" || strings.Contains(e.ObjectClass, e.Property)
}

// withoutSubject drops a leading part of the label that is said in the
// subject's name (管理人姓名 of 消防安全管理人 gives 姓名); "" when there is none.
func withoutSubject(label, subject string) string {
	r := []rune(label)
	for n := len(r) - 2; n >= 2; n-- {
		if strings.Contains(subject, string(r[:n])) {
			return string(r[n:])
		}
	}
	return ""
}

// normalise folds width and case and drops everything but letters and digits.
func normalise(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFKC.String(s))
}

// dice is the Sørensen–Dice coefficient over pairs of neighbouring characters.
func dice(a, b string) float64 {
	pa, pb := bigrams(a), bigrams(b)
	if len(pa) == 0 || len(pb) == 0 {
		return 0
	}
	seen := map[[2]rune]int{}
	for _, p := range pa {
		seen[p]++
	}
	common := 0
	for _, p := range pb {
		if seen[p] > 0 {
			seen[p]--
			common++
		}
	}
	return 2 * float64(common) / float64(len(pa)+len(pb))
}

func bigrams(s string) [][2]rune {
	r := []rune(s)
	if len(r) < 2 {
		return nil
	}
	ps := make([][2]rune, 0, len(r)-1)
	for i := 0; i+1 < len(r); i++ {
		ps = append(ps, [2]rune{r[i], r[i+1]})
	}
	return ps
}
