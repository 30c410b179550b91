package xlsform

import (
	"math/big"
	"regexp"
	"strconv"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// sort is what a value is in CEL.
type nature int

const (
	sortNothing nature = iota // not in the form, or a group
	sortText
	sortWhole
	sortNumber
	sortTruth
	sortCode
	sortCodes
	sortDate
	sortTime
	sortMoment // date and time
	sortOther  // a point, a file: only whether it is there
)

// value is an expression's outcome. It is there when `there` holds; strict
// says that CEL's outcome is unknown when it is not.
type value struct {
	piece
	sort    nature
	there   presence
	strict  bool
	literal bool
	text    string // of a literal
	item    *item  // of a plain reference
	list    *choiceList
	self    bool     // reads the field itself
	attr    bool     // a column of the choice that is filtered
	filled  presence // when it is not ''; without it never is, but perhaps no number
	digits  piece    // of a text that is a whole number: the number
}

func (v value) numeric() bool { return v.sort == sortWhole || v.sort == sortNumber }

func (v value) empty() bool { return v.literal && v.sort == sortText && v.text == "" }

// refusal is why an expression cannot be translated.
type refusal struct{ reason metamodel.Text }

func refuse(zh, en string) { panic(refusal{metamodel.ZhEn(zh, en)}) }

func textLiteral(s string) value {
	return value{piece: quote(s), sort: sortText, literal: true, text: s}
}

var plainNumber = regexp.MustCompile(`^-?([0-9]+(\.[0-9]*)?|\.[0-9]+)$`)

// numberLiteral gives a number as written; whole ones stay whole.
func numberLiteral(s string) value {
	neg := strings.HasPrefix(s, "-")
	whole, frac, _ := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	whole = strings.TrimLeft(whole, "0")
	frac = strings.TrimRight(frac, "0")
	if whole == "" {
		whole = "0"
	}
	out := value{sort: sortWhole, literal: true}
	cel := whole
	if frac != "" {
		out.sort = sortNumber
		cel += "." + frac
	}
	if len(whole) > 15 || len(frac) > 15 {
		refuse("数字“"+clip(s)+"”太长", "the number “"+clip(s)+"” is too long")
	}
	out.prec = precPrimary
	if neg && cel != "0" {
		cel, out.prec = "-"+cel, precSign
	}
	out.cel, out.text = cel, cel
	return out
}

// together are what two operands share.
func together(a, b value) value {
	return value{there: a.there.and(b.there), strict: (a.strict || a.there.always()) && (b.strict || b.there.always()), self: a.self || b.self}
}

// computed is a value that is no longer the answer itself: where that was
// blank, this is no number, which is equal to nothing.
func (v value) computed() value {
	v.item, v.literal, v.filled = nil, false, nil
	return v
}

// double is a number as CEL's double.
func (v value) double() value {
	if v.sort != sortWhole {
		return v
	}
	v.sort = sortNumber
	if v.literal {
		v.cel += ".0"
		return v
	}
	v.piece, v.item = primary("double("+v.cel+")"), nil
	return v
}

// alike gives two numbers the same type.
func alike(a, b value) (value, value) {
	if a.sort != b.sort {
		return a.double(), b.double()
	}
	return a, b
}

// number is XPath's number(): what is no number is not there.
func (v value) number() value {
	switch v.sort {
	case sortWhole, sortNumber:
		return v
	case sortText:
		if v.digits.cel != "" {
			return value{piece: v.digits, sort: sortWhole, there: v.there, strict: true, self: v.self}
		}
		if v.literal {
			if !plainNumber.MatchString(strings.TrimSpace(v.text)) {
				refuse("文字“"+clip(v.text)+"”不是数字", "the text “"+clip(v.text)+"” is no number")
			}
			return numberLiteral(strings.TrimSpace(v.text))
		}
		match := primary(v.within(precPrimary) + ".matches('^-?([0-9]+([.][0-9]*)?|[.][0-9]+)$')")
		// Not strict: CEL reads "1e3" and "inf" as numbers, XPath does not.
		out := value{piece: primary("double(" + v.cel + ")"), sort: sortNumber, self: v.self}
		out.there = v.there.and(presence{{match, notOf(match)}})
		return out
	case sortCode:
		if v.list != nil {
			for _, e := range v.list.def.Entries {
				if !plainNumber.MatchString(e.Code) {
					refuse("选项“"+e.Code+"”不是数字", "the choice “"+e.Code+"” is no number")
				}
			}
		}
		return value{piece: primary("double(" + v.cel + ")"), sort: sortNumber, there: v.there, strict: v.strict, self: v.self}
	case sortTruth:
		return value{piece: chosen(v.piece, primary("1"), primary("0")), sort: sortWhole, there: v.there, strict: v.strict, self: v.self}
	case sortDate: // days since 1970-01-01
		return value{piece: primary("daysBetween(timestamp('1970-01-01T00:00:00Z'), " + v.cel + ")"), sort: sortWhole, there: v.there, strict: v.strict, self: v.self}
	}
	refuse("这里需要数字", "a number is needed here")
	return value{}
}

// words is XPath's string(): always there, perhaps empty.
func (v value) words() value {
	out := value{sort: sortText, self: v.self, piece: v.piece}
	switch v.sort {
	case sortText:
		if v.literal {
			return v
		}
	case sortCode:
	case sortWhole:
		if v.literal {
			return textLiteral(v.text)
		}
		out.piece = primary("string(" + v.cel + ")")
	case sortNumber:
		if v.literal {
			return textLiteral(v.text)
		}
		refuse("小数不能按原样变成文字", "decimals cannot become text as they are")
	case sortTruth:
		out.piece = chosen(v.piece, quote("true"), quote("false"))
		if v.item != nil && v.item.typ == "acknowledge" {
			out.piece = chosen(v.piece, quote("OK"), quote(""))
		}
	case sortDate:
		out.piece = dateParts(v.piece, "%Y-%m-%d")
	default:
		refuse("这种答案不能变成文字", "such an answer cannot become text")
	}
	if !v.there.always() {
		out.piece = chosen(v.there.pos(), out.piece, quote(""))
	}
	return out
}

// dateParts writes a date in the format of format-date.
func dateParts(d piece, format string) piece {
	month := piece{d.within(precPrimary) + ".getMonth() + 1", precAdd}
	two := func(n piece, below string) piece {
		return infix(chosen(piece{below, precCompare}, quote("0"), quote("")), "+", primary("string("+n.cel+")"), precAdd)
	}
	day := primary(d.within(precPrimary) + ".getDate()")
	var parts []piece
	text := ""
	flush := func() {
		if text != "" {
			parts = append(parts, quote(text))
			text = ""
		}
	}
	for i := 0; i < len(format); i++ {
		if format[i] != '%' || i+1 == len(format) {
			text += format[i : i+1]
			continue
		}
		i++
		var p piece
		switch format[i] {
		case 'Y':
			p = primary("string(" + d.within(precPrimary) + ".getFullYear())")
		case 'm':
			p = two(month, d.within(precPrimary)+".getMonth() < 9")
		case 'n':
			p = primary("string(" + month.cel + ")")
		case 'd':
			p = two(day, day.cel+" < 10")
		case 'e':
			p = primary("string(" + day.cel + ")")
		default:
			refuse("不支持日期格式“%"+format[i:i+1]+"”", "the date format “%"+format[i:i+1]+"” is not supported")
		}
		flush()
		parts = append(parts, p)
	}
	flush()
	if len(parts) == 0 {
		return quote("")
	}
	out := parts[0]
	for _, p := range parts[1:] {
		out = piece{out.within(precAdd) + " + " + p.within(precAdd), precAdd}
	}
	return out
}

// datePart is the number that a format of one part gives.
func datePart(d piece, format string) piece {
	switch format {
	case "%Y":
		return primary(d.within(precPrimary) + ".getFullYear()")
	case "%m", "%n":
		return piece{d.within(precPrimary) + ".getMonth() + 1", precAdd}
	case "%d", "%e":
		return primary(d.within(precPrimary) + ".getDate()")
	}
	return piece{}
}

// cond is XPath's boolean().
func (v value) cond() cond {
	switch v.sort {
	case sortTruth:
		if v.literal {
			return constant(v.text == "true")
		}
		if v.item == nil {
			return atom(v.piece, notOf(v.piece), v.there, false, v.strict, v.self)
		}
		return atom(v.piece, notOf(v.piece), v.there, false, true, v.self)
	case sortWhole, sortNumber:
		zero := primary("0")
		if v.sort == sortNumber {
			zero = primary("0.0")
		}
		return atom(infix(v.piece, "!=", zero, precCompare), infix(v.piece, "==", zero, precCompare), v.there, false, v.strict, v.self)
	case sortText:
		if v.literal {
			return constant(v.text != "")
		}
	}
	return emptiness(v).not()
}

// emptiness is v = ”.
func emptiness(v value) cond {
	if v.sort == sortText && (v.item == nil && !v.attr || v.there.always()) {
		w := v.words()
		return atom(infix(w.piece, "==", quote(""), precCompare), infix(w.piece, "!=", quote(""), precCompare), nil, false, true, v.self)
	}
	if v.filled.always() {
		return constant(false)
	}
	return cond{v.filled.neg(), v.filled.pos(), v.filled.neg(), v.filled.pos(), true}
}

// codeOfNumber finds the one choice that is this number.
func (l *choiceList) codeOfNumber(text string) (string, bool) {
	want, ok := new(big.Rat).SetString(text)
	if !ok {
		return "", false
	}
	found := ""
	for _, e := range l.def.Entries {
		if !plainNumber.MatchString(e.Code) {
			continue
		}
		if n, ok := new(big.Rat).SetString(strings.TrimSuffix(e.Code, ".")); ok && n.Cmp(want) == 0 {
			if found != "" {
				return "", false
			}
			found = e.Code
		}
	}
	return found, found != ""
}

// smallWhole reads a literal that counts something.
func smallWhole(v value) (int, bool) {
	if !v.literal || v.sort != sortWhole {
		return 0, false
	}
	n, err := strconv.Atoi(v.text)
	return n, err == nil
}
