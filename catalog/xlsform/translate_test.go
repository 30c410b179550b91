package xlsform

import (
	"strings"
	"testing"
)

// asked is the form that the expressions of the tests stand in.
const asked = `-- survey --
type | name | label | relevant | calculation | constraint | choice_filter
text | t | T
text | u | U
integer | n | N
integer | m | M
decimal | d | D
date | day | Day
date | day2 | Day 2
time | hour | Hour
dateTime | moment | Moment
select_one fruit | one | One
select_one rank | grade | Grade
select_multiple fruit | many | Many
acknowledge | ack | Ack
geopoint | where | Where
image | photo | Photo
geotrace | line | Line
note | words | Words
today | collected
start | begun
calculate | twice | | | ${n} * 2
calculate | word | | | concat(${t}, '!')
begin repeat | child | Child
text | cname | Name
integer | cage | Age
begin group | more | More
integer | depth | Depth
end group
begin repeat | toy | Toy
text | tname | Name
end repeat
end repeat
begin repeat | pet | Pet | ${n} > 0
decimal | weight | Weight
end repeat
-- choices --
list_name | name | label
fruit | apple | Apple
fruit | pear | Pear
rank | 1 | First
rank | 02 | Second
`

// askedIn imports asked and gives a translator that stands at a question.
func askedIn(t testing.TB, at string) *translator {
	t.Helper()
	im := newImporter(mustBook(t, "asked", asked), Options{})
	im.read()
	list := im.byName[at]
	if len(list) != 1 {
		t.Fatalf("no question %q", at)
	}
	return &translator{im: im, at: list[0], self: list[0], row: list[0].row, column: "relevant"}
}

func TestConditionsAreTranslated(t *testing.T) {
	t.Parallel()
	for _, x := range []struct{ at, xpath, holds, total string }{
		// Emptiness.
		{"t", "${t} != ''", "has(survey.t)", "has(survey.t)"},
		{"t", "${n} = ''", "!has(survey.n)", "!has(survey.n)"},
		{"t", "'' = ${many}", "!has(survey.many)", "!has(survey.many)"},
		{"t", "${where} != '' and ${photo} = ''", "has(survey.where) && !has(survey.photo)", "has(survey.where) && !has(survey.photo)"},
		{"t", "${t}", "has(survey.t)", "has(survey.t)"},
		{"t", "boolean(${n})", "survey.n != 0", "has(survey.n) && survey.n != 0"},
		// Numbers: what is not there is neither less nor more, but different.
		{"t", "${n} > 5", "survey.n > 5", "has(survey.n) && survey.n > 5"},
		{"t", "5 < ${n}", "survey.n > 5", "has(survey.n) && survey.n > 5"},
		{"t", "not(${n} > 5)", "!has(survey.n) || survey.n <= 5", "!has(survey.n) || survey.n <= 5"},
		{"t", "${n} != 5", "!has(survey.n) || survey.n != 5", "!has(survey.n) || survey.n != 5"},
		{"t", "${d} >= 5", "survey.d >= 5.0", "has(survey.d) && survey.d >= 5.0"},
		{"t", "${n} = 2.50", "double(survey.n) == 2.5", "has(survey.n) && double(survey.n) == 2.5"},
		{"t", "${n} + ${d} > 10", "double(survey.n) + survey.d > 10.0", "has(survey.n) && has(survey.d) && double(survey.n) + survey.d > 10.0"},
		{"t", "${n} = ${m}", "!has(survey.n) && !has(survey.m) || has(survey.n) && has(survey.m) && survey.n == survey.m", "!has(survey.n) && !has(survey.m) || has(survey.n) && has(survey.m) && survey.n == survey.m"},
		{"t", "${n} mod 2 = 0", "survey.n % 2 == 0", "has(survey.n) && survey.n % 2 == 0"},
		{"t", "${n} div 2 < -.5", "double(survey.n) / 2.0 < -0.5", "has(survey.n) && double(survey.n) / 2.0 < -0.5"},
		{"t", "(${n} + 1) * -2 = 07", "(survey.n + 1) * -2 == 7", "has(survey.n) && (survey.n + 1) * -2 == 7"},
		{"t", "${u} > 3", "has(survey.u) && survey.u.matches('^-?([0-9]+([.][0-9]*)?|[.][0-9]+)$') && double(survey.u) > 3.0", ""},
		{"t", "${grade} > 1", "double(survey.grade) > 1.0", "has(survey.grade) && double(survey.grade) > 1.0"},
		{"t", "${grade} = 2", "survey.grade == '02'", "has(survey.grade) && survey.grade == '02'"},
		// Words and choices.
		{"n", "${t} = \"it's\"", `survey.t == 'it\'s'`, `has(survey.t) && survey.t == 'it\'s'`},
		{"n", "${t} = ${u}", "(has(survey.t) ? survey.t : '') == (has(survey.u) ? survey.u : '')", "(has(survey.t) ? survey.t : '') == (has(survey.u) ? survey.u : '')"},
		{"n", "${one} = ‘apple’", "survey.one == 'apple'", "has(survey.one) && survey.one == 'apple'"},
		{"n", "selected(${one}, 'apple')", "survey.one == 'apple'", "has(survey.one) && survey.one == 'apple'"},
		{"n", "not(selected(${many}, 'apple'))", "!has(survey.many) || !('apple' in survey.many)", "!has(survey.many) || !('apple' in survey.many)"},
		{"n", "selected(${many}, ${one})", "survey.one in survey.many", "has(survey.many) && has(survey.one) && survey.one in survey.many"},
		{"n", "${many} = 'pear'", "survey.many == ['pear']", "has(survey.many) && survey.many == ['pear']"},
		{"n", "count-selected(${many}) >= 2", "(has(survey.many) ? size(survey.many) : 0) >= 2", "(has(survey.many) ? size(survey.many) : 0) >= 2"},
		{"n", "selected-at(${many}, 0) = 'pear'", "(has(survey.many) && size(survey.many) > 0 ? survey.many[0] : '') == 'pear'", ""},
		{"n", "${ack} = 'OK'", "survey.ack", "has(survey.ack) && survey.ack"},
		{"n", "${ack} != 'OK'", "!has(survey.ack) || !survey.ack", "!has(survey.ack) || !survey.ack"},
		{"n", "regex(${t}, '[0-9]+')", "(has(survey.t) ? survey.t : '').matches('^(?:[0-9]+)$')", ""},
		{"n", "regex(${t}, '^\\d$')", `(has(survey.t) ? survey.t : '').matches('^\\d$')`, ""},
		{"n", "contains(${t}, 'a') and starts-with(${t}, 'b')", "(has(survey.t) ? survey.t : '').contains('a') && (has(survey.t) ? survey.t : '').startsWith('b')", ""},
		{"n", "string-length(${t}) > 3", "size(has(survey.t) ? survey.t : '') > 3", ""},
		// Dates.
		{"n", "${day} <= today()", "survey.day <= today()", "has(survey.day) && survey.day <= today()"},
		{"n", "${day} > date('2026-05-01')", "survey.day > timestamp('2026-05-01T00:00:00Z')", ""},
		{"n", "${day} = '2026-05-01'", "survey.day == timestamp('2026-05-01T00:00:00Z')", ""},
		{"n", "${day} < today() - 365", "survey.day < addDays(today(), -365)", ""},
		{"n", "(today() - ${day}) div 365.25 >= 18", "double(daysBetween(survey.day, today())) / 365.25 >= 18.0", ""},
		{"n", "format-date(${day}, '%Y') = 2026", "survey.day.getFullYear() == 2026", ""},
		{"n", "${collected} = today()", "today() == today()", ""},
		{"n", "decimal-date-time(${day}) - decimal-date-time(${day2}) > 7", "daysBetween(timestamp('1970-01-01T00:00:00Z'), survey.day) - daysBetween(timestamp('1970-01-01T00:00:00Z'), survey.day2) > 7", ""},
		// Both at once.
		{"n", "${t} = 'a' and (${n} > 1 or ${m} > 1)", "survey.t == 'a' && (survey.n > 1 || survey.m > 1)", "has(survey.t) && survey.t == 'a' && (has(survey.n) && survey.n > 1 || has(survey.m) && survey.m > 1)"},
		{"n", "not(${t} = 'a' and ${n} > 1)", "!has(survey.t) || survey.t != 'a' || !has(survey.n) || survey.n <= 1", ""},
		{"n", "true() and ${n} > 1", "survey.n > 1", ""},
		{"n", "false() or not(true())", "false", "false"},
		// Repeats.
		{"n", "count(${child}) > 2", "size(child) > 2", "size(child) > 2"},
		{"n", "count(${pet}) > 2", "(filled(pet) ? size(pet) : 0) > 2", ""},
		{"n", "sum(${cage}) > 30", "sum(child.map(r, has(r.cage), r.cage)) > 30", ""},
		{"n", "max(${weight}) > 3", "max(pet.map(r, has(r.weight), r.weight)) > 3.0", "filled(pet.map(r, has(r.weight), r.weight)) && max(pet.map(r, has(r.weight), r.weight)) > 3.0"},
		{"n", "min(${n}, ${d}) < 1", "min(double(survey.n), survey.d) < 1.0", ""},
		{"cage", "${cname} != '' and ${n} > 1", "has(row.cname) && survey.n > 1", "has(row.cname) && has(survey.n) && survey.n > 1"},
		{"cage", "${depth} > 1", "row.more.depth > 1", "filled(row.more.depth) && row.more.depth > 1"},
		{"depth", "${cage} > 1", "row.cage > 1", "has(row.cage) && row.cage > 1"},
		{"tname", "${cage} > 1 and ${tname} = 'x'", "parent.cage > 1 && row.tname == 'x'", ""},
		{"cage", "count(${toy}) = 0", "size(row.toy) == 0", "size(row.toy) == 0"},
		// Paths and the answer itself.
		{"t", "../n > 1 and /data/m > 1", "survey.n > 1 && survey.m > 1", ""},
		{"cage", "../cname = 'x' and ../../t = 'y'", "row.cname == 'x' && survey.t == 'y'", ""},
		{"n", ". > 3 and . < ${m}", "survey.n > 3 && survey.n < survey.m", "survey.n > 3 && has(survey.m) && survey.n < survey.m"},
		{"many", "count-selected(.) <= 2", "size(survey.many) <= 2", "size(survey.many) <= 2"},
		{"n", "current()/../t = 'x'", "survey.t == 'x'", ""},
		// Values inside conditions.
		{"n", "coalesce(${t}, ${u}) = 'x'", "(has(survey.t) ? survey.t : has(survey.u) ? survey.u : '') == 'x'", ""},
		{"n", "if(${n} > 1, ${d}, 0) > 2", "(has(survey.n) && survey.n > 1 ? survey.d : 0.0) > 2.0", ""},
		{"n", "if(${n} > 1, ${m}, '') > 2", "has(survey.m) && has(survey.n) && survey.n > 1 && survey.m > 2", ""},
		{"n", "${twice} > 4 and ${word} = 'a!'", "survey.twice > 4 && survey.word == 'a!'", ""},
		{"n", "jr:choice-name(${one}, '${one}') = '苹果'", "(has(survey.one) ? codeName(survey.one) : '') == '苹果'", ""},
		{"n", "round(${d}) = 3", "(survey.d < 0.0 ? -int(0.5 - survey.d) : int(survey.d + 0.5)) == 3", ""},
		{"n", "int(${d}) = 3 and abs(${n}) = 2", "int(survey.d) == 3 && (survey.n < 0 ? -survey.n : survey.n) == 2", ""},
	} {
		tr := askedIn(t, x.at)
		out := tr.condition(x.xpath)
		if out.reason != nil {
			t.Errorf("%s: %s", x.xpath, out.reason.In("en"))
			continue
		}
		if out.cond.holds.cel != x.holds {
			t.Errorf("%s\nholds when %s\nwant       %s", x.xpath, out.cond.holds.cel, x.holds)
		}
		if x.total != "" && out.cond.total.cel != x.total {
			t.Errorf("%s\nin total %s\nwant     %s", x.xpath, out.cond.total.cel, x.total)
		}
	}
}

func TestCalculationsAreTranslated(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		at, xpath, cel string
		sort           nature
	}{
		{"t", "${n} * 2 + 1", "survey.n * 2 + 1", sortWhole},
		{"t", "${n} - (${m} - 1)", "survey.n - (survey.m - 1)", sortWhole},
		{"t", "-${n}", "-survey.n", sortWhole},
		{"t", "${n} div ${m}", "double(survey.n) / double(survey.m)", sortNumber},
		{"t", "concat(${t}, ' ', ${n})", "(has(survey.t) ? survey.t : '') + ' ' + (has(survey.n) ? string(survey.n) : '')", sortText},
		{"t", "if(selected(${many}, 'apple'), 'yes', 'no')", "has(survey.many) && 'apple' in survey.many ? 'yes' : 'no'", sortText},
		{"t", "if(${n} > 1, 'a', if(${m} > 1, 'b', ''))", "has(survey.n) && survey.n > 1 ? 'a' : has(survey.m) && survey.m > 1 ? 'b' : ''", sortText},
		{"t", "coalesce(${n}, 0)", "has(survey.n) ? survey.n : 0", sortWhole},
		{"t", "coalesce(${n}, ${d})", "has(survey.n) ? double(survey.n) : survey.d", sortNumber},
		{"t", "date(today() + 30)", "addDays(today(), 30)", sortDate},
		{"t", "format-date(${day}, '%e/%n/%Y')", "has(survey.day) ? string(survey.day.getDate()) + '/' + string(survey.day.getMonth() + 1) + '/' + string(survey.day.getFullYear()) : ''", sortText},
		{"t", "${n} > 3", "has(survey.n) && survey.n > 3", sortTruth},
		{"t", "round(${d} * 100) div 100", "double(survey.d * 100.0 < 0.0 ? -int(0.5 - survey.d * 100.0) : int(survey.d * 100.0 + 0.5)) / 100.0", sortNumber},
		{"t", "round(${d}, 1)", "double(survey.d * 10.0 < 0.0 ? -int(0.5 - survey.d * 10.0) : int(survey.d * 10.0 + 0.5)) / 10.0", sortNumber},
		{"t", "number(${grade}) + 1", "double(survey.grade) + 1.0", sortNumber},
		{"t", "string(${ack})", "has(survey.ack) ? (survey.ack ? 'OK' : '') : ''", sortText},
		{"t", "count-non-empty(${cname})", "size(child.map(r, has(r.cname), r.cname))", sortWhole},
		{"t", "sum(${weight})", "filled(pet) ? sum(pet.map(r, has(r.weight), r.weight)) : 0.0", sortNumber},
	} {
		out := askedIn(t, x.at).calculation(x.xpath)
		if out.reason != nil {
			t.Errorf("%s: %s", x.xpath, out.reason.In("en"))
			continue
		}
		if out.value.cel != x.cel || out.value.sort != x.sort {
			t.Errorf("%s\nis   %s (%d)\nwant %s (%d)", x.xpath, out.value.cel, out.value.sort, x.cel, x.sort)
		}
	}
}

func TestWhatHasNoCounterpartIsSaidAndNotGuessed(t *testing.T) {
	t.Parallel()
	for _, x := range []struct{ at, xpath, why string }{
		{"n", "pulldata('a', 'b', 'c', ${t}) = 'x'", "files of data"},
		{"cage", "position(..) = 1", "which row"},
		{"n", "indexed-repeat(${cname}, ${child}, 1) = 'x'", "by its number"},
		{"n", "once(${t}) = 'x'", "computed once"},
		{"n", "now() > 1", "not the time"},
		{"n", "uuid() = 'x'", "same result"},
		{"n", "substr(${t}, 0, 2) = 'x'", "parts of a text"},
		{"n", "foo(${t}) = 'x'", "function “foo”"},
		{"n", "${cname} = 'x'", "another repeat"},
		{"cage", "sum(${cage}) > 1", "same repeat"},
		{"n", "sum(${cname}) > 1", "is no number"},
		{"n", "sum(${t}) > 1", "no question inside a repeat"},
		{"n", "count(${t}) > 1", "count takes a repeat"},
		{"n", "${line} != ''", "was not taken"},
		{"n", "../words != ''", "has no answer"},
		{"n", "${child} != ''", "is a group"},
		{"n", "${begun} != ''", "about the device"},
		{"n", "${one} = 'plum'", "no choice “plum”"},
		{"n", "selected(${many}, 'plum')", "no choice “plum”"},
		{"n", "selected(${t}, 'a')", "question with choices"},
		{"n", "${grade} = 3", "no choice “3”"},
		{"n", "${one} > 1", "“apple” is no number"},
		{"n", "${n} = 'abc'", "is no number"},
		{"n", "${t} < ''", "less or more than ''"},
		{"n", "${day} < '2026-01-01'", "date('2026-01-01')"},
		{"n", "date('2026-02-3x') < ${day}", "is no date"},
		{"n", "date(${t}) < ${day}", "date takes a date"},
		{"n", "${hour} < '09:30'", "only be compared with ''"},
		{"n", "${moment} > ${day}", "only be compared with ''"},
		{"n", "${many} = 'apple pear'", "only be compared with ''"},
		{"n", "${ack} > 1", "compared by size"},
		{"n", "${ack} = 'maybe'", "compared with “maybe”"},
		{"n", "${n} mod ${m} = 0", "mod takes whole numbers"},
		{"n", "string(${d}) = '1.5'", "decimals cannot become text"},
		{"n", "regex(${t}, '(?=a)')", "pattern is not supported"},
		{"n", "regex(${t}, ${u})", "pattern of regex"},
		{"n", "format-date(${day}, '%b')", "“%b” is not supported"},
		{"n", "//x = 1", "the path “//x”"},
		{"n", "${t} | ${u}", "put together"},
		{"n", "selected(${many})", "number of arguments"},
		{"n", "count-selected(${t}) > 1", "several can be selected"},
		{"n", "${n} > 99999999999999999999", "too long"},
	} {
		out := askedIn(t, x.at).condition(x.xpath)
		if out.reason == nil || !strings.Contains(out.reason.In("en"), x.why) || out.reason["zh"] == "" {
			t.Errorf("%s: %v, want “%s”; translated as %s", x.xpath, out.reason, x.why, out.cond.holds.cel)
		}
	}
}

func TestWhatCannotBeReadIsAProblemOfTheBook(t *testing.T) {
	t.Parallel()
	for _, x := range []struct{ xpath, at, what string }{
		{"${n} >", "7", "not finished"},
		{"${n > 1", "1", "followed by {name}"},
		{"$n > 1", "1", "followed by {name}"},
		{"${} > 1", "1", "no name"},
		{"${n} = 'abc", "8", "not closed"},
		{"(${n} > 1", "10", "“)” is missing"},
		{"${n} > 1)", "9", "“)” is not expected"},
		{"${n} # 1", "6", "“#” is not known"},
		{"selected(${many} 'a')", "18", "“'a'” is not expected"},
		{"${n} == 1", "7", "“=” is not expected"},
		{strings.Repeat("(", 100) + "1" + strings.Repeat(")", 100), "", "nested too deeply"},
		{strings.Repeat("-", 100) + "1", "", "nested too deeply"},
		{strings.Repeat("1+", 5000) + "1", "1", "more than"},
		{"/", "2", "not finished"},
	} {
		tr := askedIn(t, "t")
		tr.self = nil
		before := len(tr.im.problems)
		out := tr.condition(x.xpath)
		ps := tr.im.problems[before:]
		if out.reason == nil || len(ps) != 1 || ps[0].Code != "xlsform.expression" || !strings.Contains(ps[0].In("en"), x.what) {
			t.Errorf("%.60s: %v %v", x.xpath, out.reason, ps)
			continue
		}
		if x.at != "" && !strings.Contains(ps[0].In("en"), "character "+x.at+":") {
			t.Errorf("%.60s: %s, want it at %s", x.xpath, ps[0].In("en"), x.at)
		}
	}
	tr := askedIn(t, "t")
	if out := tr.condition("${nobody} = 1"); !out.told || tr.im.problems[len(tr.im.problems)-1].Code != "xlsform.unknown-question" {
		t.Errorf("a question that is not there: %v", tr.im.problems)
	}
}

// Every expression that is translated is one the form's compiler accepts.
func TestTranslationsCompile(t *testing.T) {
	t.Parallel()
	rows := []string{
		"${n} mod 2 = 0 and ${t} = ${u}", "${u} > 3", "${grade} > 1", "selected(${many}, ${one})", "${many} = 'pear'", "count-selected(${many}) >= 2", "selected-at(${many}, 0) = 'pear'",
		"${ack} = 'OK'", "regex(${t}, '^\\d$')", "contains(${t}, 'a')", "string-length(${t}) > 3", "${day} < today() - 365", "(today() - ${day}) div 365.25 >= 18", "format-date(${day}, '%Y') = 2026",
		"count(${child}) > 2", "count(${pet}) > 2", "sum(${cage}) > 30", "max(${weight}) > 3", "min(${n}, ${d}) < 1", "coalesce(${t}, ${u}) = 'x'", "if(${n} > 1, ${d}, 0) > 2", "if(${n} > 1, ${m}, '') > 2",
		"jr:choice-name(${one}, '${one}') = '苹果'", "round(${d}) = 3", "int(${d}) = 3 and abs(${n}) = 2", "${where} != '' and ${photo} = ''", "${twice} > 4 and ${word} = 'a!'", "${n} = ${m}",
		"decimal-date-time(${day}) - decimal-date-time(${day2}) > 7", "${day} = ${day2}", "${hour} != '' or ${moment} = ''", "boolean(${n})", "${t}",
	}
	var b strings.Builder
	survey, choices, _ := strings.Cut(asked, "-- choices --")
	b.WriteString(survey)
	for i, x := range rows {
		b.WriteString("text | q" + string(rune('a'+i/26)) + string(rune('a'+i%26)) + " | Q | " + x + "\n")
	}
	b.WriteString("-- choices --" + choices)
	r := Import(mustBook(t, "all", b.String()), Options{AcceptUntranslated: true})
	if !r.Written() {
		t.Fatal(r.Report.Terminal("en"))
	}
	for _, u := range r.Report.Untranslated {
		if u.What == Relevant {
			t.Errorf("%s: %s", u.Expression, u.Reason.In("en"))
		}
	}
	form := mustForm(t, r)
	if len(form.Fields) < len(rows) {
		t.Errorf("%d fields", len(form.Fields))
	}
}
