package catalog

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/onematter/onematter/metamodel"
)

// demands folds the constraints of a field's uses: what holds wherever the
// field is shown narrows it; what holds only where one matter showed it becomes
// a rule, and where no rule can say it, it holds everywhere and a warning says so.
func (f *formFolder) demands(path, key string, d *metamodel.FieldDoc, uses []metamodel.FieldUse, here func(int) string, rows bool) {
	for i, u := range uses {
		c := u.Constraints
		if when := here(i); when != "" {
			c = f.elsewhere(path, key, d, uses, i, when, rows)
		}
		f.narrow(path, celPath(path, key, rows), d, c, u.Matter)
	}
}

// elsewhere turns what other uses do not demand alike into rules that hold where
// use i is shown, and gives back the rest.
func (f *formFolder) elsewhere(path, key string, d *metamodel.FieldDoc, uses []metamodel.FieldUse, i int, when string, rows bool) metamodel.Constraints {
	c := uses[i].Constraints
	rest := reflect.ValueOf(&c).Elem()
	for n := range rest.NumField() {
		mine := rest.Field(n)
		if mine.IsZero() || !slices.ContainsFunc(uses, func(o metamodel.FieldUse) bool {
			return !reflect.DeepEqual(reflect.ValueOf(o.Constraints).Field(n).Interface(), mine.Interface())
		}) {
			continue
		}
		keyword, _, _ := strings.Cut(rest.Type().Field(n).Tag.Get("json"), ",")
		at := celPath(path, key, rows)
		rule, limit := f.rule(at, keyword, &c, d)
		if at == "" || rule == "" {
			said := make([]demanded, len(uses))
			for k, o := range uses {
				said[k] = demanded{o.Matter, saidOne(reflect.ValueOf(o.Constraints).Field(n))}
			}
			f.stricter(path, keyword, said)
			continue
		}
		f.check(d, only(when, rule), keyword, limit)
		mine.SetZero()
	}
	return c
}

// saidOne is the value of one keyword as people read it, "" where it is not given.
func saidOne(v reflect.Value) string {
	if v.IsZero() {
		return ""
	}
	if v.Kind() == reflect.String {
		return v.String()
	}
	b, err := json.Marshal(v.Interface())
	if err != nil {
		return fmt.Sprint(v.Interface())
	}
	return string(b)
}

// celPath is how a field's rule calls its value; "" where it is in a group in
// the group of a row.
func celPath(path, key string, rows bool) string {
	if !rows {
		return strings.ReplaceAll(path, "/", ".")
	}
	if strings.Count(path, "/") == 1 {
		return "row." + key
	}
	return ""
}

// ruleWords tell an applicant what a rule made of a constraint wants.
var ruleWords = map[string]metamodel.Text{
	"minimum":          metamodel.ZhEn("“{label}”不能小于 {limit}", "“{label}” must be {limit} or more"),
	"maximum":          metamodel.ZhEn("“{label}”不能大于 {limit}", "“{label}” must be {limit} or less"),
	"exclusiveMinimum": metamodel.ZhEn("“{label}”须大于 {limit}", "“{label}” must be more than {limit}"),
	"exclusiveMaximum": metamodel.ZhEn("“{label}”须小于 {limit}", "“{label}” must be less than {limit}"),
	"minLength":        metamodel.ZhEn("“{label}”至少 {limit} 个字", "“{label}” must be {limit} character(s) or more"),
	"maxLength":        metamodel.ZhEn("“{label}”最多 {limit} 个字", "“{label}” must be {limit} character(s) or fewer"),
	"pattern":          metamodel.ZhEn("“{label}”的格式不正确", "“{label}” is not in the right format"),
	"enum":             metamodel.ZhEn("“{label}”不能选这一项", "“{label}” cannot be this"),
}

func (f *formFolder) check(d *metamodel.FieldDoc, rule, keyword string, limit any) {
	if slices.ContainsFunc(d.Checks, func(o metamodel.Check) bool { return o.Rule == rule }) {
		return
	}
	d.Checks = append(d.Checks, metamodel.Check{Rule: rule, Message: filled(ruleWords[keyword], "label", d.Label, "limit", limit)})
}

// rule says one keyword of constraints in CEL, with the limit it names; "" where
// it cannot.
func (f *formFolder) rule(at, keyword string, c *metamodel.Constraints, d *metamodel.FieldDoc) (rule string, limit any) {
	id, _, _ := strings.Cut(strings.TrimPrefix(d.Ref, "element:"), "@")
	e, ok := f.reg.Element(id)
	if !ok {
		return "", nil
	}
	texts := e.Type == metamodel.TypeString || e.Type == metamodel.TypeText
	number := func(n json.Number, op string) (string, any) {
		x, err := decimal.NewFromString(string(n))
		switch {
		case err != nil:
			return "", nil
		case e.Type == metamodel.TypeInteger && x.IsInteger():
			return at + op + x.String(), n
		case e.Type == metamodel.TypeNumber || e.Type == metamodel.TypeMoney:
			said := x.String()
			if !strings.Contains(said, ".") {
				said += ".0"
			}
			return at + op + said, n
		}
		return "", nil
	}
	switch keyword {
	case "minimum":
		return number(c.Minimum, " >= ")
	case "maximum":
		return number(c.Maximum, " <= ")
	case "exclusiveMinimum":
		return number(c.ExclusiveMinimum, " > ")
	case "exclusiveMaximum":
		return number(c.ExclusiveMaximum, " < ")
	case "minLength":
		if texts {
			return "size(" + at + ") >= " + strconv.Itoa(*c.MinLength), *c.MinLength
		}
	case "maxLength":
		if texts {
			return "size(" + at + ") <= " + strconv.Itoa(*c.MaxLength), *c.MaxLength
		}
	case "pattern":
		if texts {
			return at + ".matches(" + strconv.Quote(c.Pattern) + ")", c.Pattern
		}
	case "enum":
		if e.Type == metamodel.TypeCode {
			var codes []string
			for _, v := range c.Enum {
				codes = append(codes, string(v))
			}
			return at + " in [" + strings.Join(codes, ", ") + "]", ""
		}
	}
	return "", nil
}

// narrow lets a field demand what it demands and c as well. Two patterns become
// one and a rule; what cannot be had together is a problem.
func (f *formFolder) narrow(path, at string, d *metamodel.FieldDoc, c metamodel.Constraints, matter string) {
	mine := &d.Constraints
	refuse := func(keyword string) {
		f.problems = append(f.problems, MergedDemand.At("form/"+path, "field", d.Label, "keyword", keyword, "matter", f.name[matter]))
	}
	mine.MinLength, mine.MaxLength = greater(mine.MinLength, c.MinLength), lesser(mine.MaxLength, c.MaxLength)
	mine.MinItems, mine.MaxItems = greater(mine.MinItems, c.MinItems), lesser(mine.MaxItems, c.MaxItems)
	mine.IntegerDigits, mine.FractionDigits = lesser(mine.IntegerDigits, c.IntegerDigits), lesser(mine.FractionDigits, c.FractionDigits)
	mine.MaxDays = lesser(mine.MaxDays, c.MaxDays)
	if mine.MaxBytes == nil || c.MaxBytes != nil && *c.MaxBytes < *mine.MaxBytes {
		mine.MaxBytes = c.MaxBytes
	}
	mine.Minimum, mine.ExclusiveMinimum = further(mine.Minimum, c.Minimum, 1), further(mine.ExclusiveMinimum, c.ExclusiveMinimum, 1)
	mine.Maximum, mine.ExclusiveMaximum = further(mine.Maximum, c.Maximum, -1), further(mine.ExclusiveMaximum, c.ExclusiveMaximum, -1)
	switch rule, limit := f.rule(at, "pattern", &c, d); {
	case c.Pattern == "" || c.Pattern == mine.Pattern:
	case mine.Pattern == "":
		mine.Pattern = c.Pattern
	case at == "" || rule == "":
		refuse("pattern")
	default:
		f.check(d, rule, "pattern", limit)
	}
	words := func(keyword string, mine *string, its string) {
		if *mine == "" {
			*mine = its
		} else if its != "" && its != *mine {
			refuse(keyword)
		}
	}
	if c.Format != "" && mine.Format == c.Format && mine.FormatWhen != c.FormatWhen {
		refuse("x-format-when")
	}
	if mine.Format == "" {
		mine.FormatWhen = c.FormatWhen
	}
	words("format", (*string)(&mine.Format), string(c.Format))
	later := func(keyword string, mine *string, its string, sign int) {
		fixed := len(*mine) == len(time.DateOnly) && len(its) == len(time.DateOnly)
		if fixed && strings.Compare(its, *mine) == sign {
			*mine = its
		} else if !fixed {
			words(keyword, mine, its)
		}
	}
	later("x-not-before", &mine.NotBefore, c.NotBefore, 1)
	later("x-not-after", &mine.NotAfter, c.NotAfter, -1)
	if len(mine.Const) == 0 {
		mine.Const = c.Const
	} else if len(c.Const) > 0 && !sameJSON(mine.Const, c.Const) {
		refuse("const")
	}
	if len(mine.Enum) == 0 {
		mine.Enum = c.Enum
	} else if len(c.Enum) > 0 {
		both := slices.DeleteFunc(slices.Clone(mine.Enum), func(v json.RawMessage) bool {
			return !slices.ContainsFunc(c.Enum, func(o json.RawMessage) bool { return sameJSON(v, o) })
		})
		if len(both) == 0 {
			refuse("enum")
		}
		mine.Enum = both
	}
	for _, part := range c.RequiredParts {
		if !slices.Contains(mine.RequiredParts, part) {
			mine.RequiredParts = append(slices.Clip(mine.RequiredParts), part)
		}
	}
	if len(mine.Accept) == 0 {
		mine.Accept = c.Accept
	} else if len(c.Accept) > 0 {
		if mine.Accept = bothAccept(mine.Accept, c.Accept); len(mine.Accept) == 0 {
			refuse("x-accept")
		}
	}
}

// bothAccept are the media types that two lists take.
func bothAccept(a, b []string) (out []string) {
	covers := func(list []string, media string) bool {
		kind, _, _ := strings.Cut(media, "/")
		return slices.Contains(list, media) || slices.Contains(list, "*/*") || slices.Contains(list, kind+"/*")
	}
	for _, lists := range [][2][]string{{a, b}, {b, a}} {
		for _, media := range lists[0] {
			if covers(lists[1], media) && !slices.Contains(out, media) {
				out = append(out, media)
			}
		}
	}
	return out
}

// further is the limit that leaves less: the greater one for sign 1.
func further(a, b json.Number, sign int) json.Number {
	if a == "" || b == "" {
		return json.Number(string(a) + string(b))
	}
	x, err := decimal.NewFromString(string(a))
	y, err2 := decimal.NewFromString(string(b))
	if err == nil && err2 == nil && y.Cmp(x) == sign {
		return b
	}
	return a
}
