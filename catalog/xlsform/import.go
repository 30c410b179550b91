package xlsform

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// Options of an import.
type Options struct {
	Name    string // of the pack; "": that of the form
	Version string // of the pack; "": that of the form when it is one, else 1.0.0
	// AcceptUntranslated writes the pack although something is listed as
	// untranslated: those conditions and questions are left out.
	AcceptUntranslated bool
}

// Result of an import. Pack and Files are nil while a problem stops, or while
// something is untranslated and that was not accepted; Report is always there.
type Result struct {
	Pack     *catalog.Pack
	Files    map[string][]byte // by slash path
	Report   *Report
	Problems metamodel.Problems // the same as Report.Problems
}

// Written reports whether there is a pack to write.
func (r *Result) Written() bool { return r.Files != nil }

// rootSubject has the answers that are in no repeat.
const rootSubject = "survey"

// Import turns a book into a pack. The same book gives the same bytes.
func Import(book *Book, options Options) *Result {
	im := newImporter(book, options)
	im.read()
	im.build()
	return im.finish()
}

func newImporter(book *Book, options Options) *importer {
	return &importer{
		book: book, options: options,
		byName: map[string][]*item{}, devices: map[string]string{}, keys: map[string]bool{rootSubject: true}, filters: map[string]bool{},
		blank: map[*Row]bool{}, told: map[string]bool{}, groups: map[string]*item{}, places: map[string]origin{}, relevance: map[*item]piece{},
		fields: map[*item]*metamodel.FieldDoc{}, paths: map[*item]string{},
	}
}

// read understands the sheets: settings, choices, and the tree of the survey.
func (im *importer) read() {
	im.report(im.book.notes...)
	im.readSettings()
	im.columns()
	im.readFilters()
	im.readChoices()
	im.readItems()
}

// importer is one run.
type importer struct {
	book    *Book
	options Options

	problems metamodel.Problems
	open     []Untranslated
	told     map[string]bool // notes that are given once

	root      *item
	byName    map[string][]*item
	devices   map[string]string // names of questions about the device
	keys      map[string]bool   // in lowercase
	filters   map[string]bool   // columns of choices that filters read
	lists     map[string]*choiceList
	listOrder []*choiceList
	blank     map[*Row]bool // choices whose blanks were reported

	id, title string
	titleText metamodel.Text
	pack      *catalog.Pack
	form      *metamodel.FormDoc
	places    map[string]origin // where in the book a path of the form comes from
	relevance map[*item]piece   // "" for none, or none that can be translated
	fields    map[*item]*metamodel.FieldDoc
	paths     map[*item]string // of the fields
	groups    map[string]*item // of the pages and repeats, by their names in the form
	asking    []*item          // whose calculations are being translated
	rowChecks []rowCheck
	counts    struct{ questions, repeats, conditions int }
}

func (im *importer) report(ps ...metamodel.Problem) { im.problems = append(im.problems, ps...) }

func (im *importer) untranslated(u Untranslated) { im.open = append(im.open, u) }

// once gives a note the first time only.
func (im *importer) once(key string, p metamodel.Problem) {
	if !im.told[key] {
		im.told[key] = true
		im.report(p)
	}
}

// readSettings reads the first row of the settings.
func (im *importer) readSettings() {
	im.id = im.book.Name
	var r *Row
	if t := im.book.Settings; t != nil && len(t.Rows) > 0 {
		r = t.Rows[0]
		for _, c := range t.Columns {
			switch c.Name {
			case "", "form_title", "form_id", "version", "default_language", "style", "allow_choice_duplicates", "label", "hint":
			default:
				if r.Cell(c.Name) != "" {
					im.report(r.problem(noteSetting, c.Name, "name", c.Heading))
				}
			}
		}
		if id := r.Cell("form_id"); id != "" {
			im.id = id
		}
		im.title = r.Cell("form_title")
		if v := r.Cell("version"); im.options.Version == "" && packVersion.MatchString(v) {
			im.options.Version = v
		}
	}
	if im.title == "" {
		im.title = im.id
	}
	im.titleText = metamodel.Text{looksLike(im.title): im.title}
	if im.title == im.id { // a name in no language, for want of words
		im.titleText = metamodel.ZhEn(im.id, im.id)
	}
	if im.options.Name == "" {
		im.options.Name = handle(im.id)
	}
	if im.options.Version == "" {
		im.options.Version = "1.0.0"
	}
}

var packVersion = regexp.MustCompile(`^[0-9]{1,9}(\.[0-9]{1,9}){0,2}$`)

// surveyColumns are read.
var surveyColumns = map[string]bool{
	"": true, "type": true, "name": true, "label": true, "hint": true, "relevant": true, "constraint": true, "constraint_message": true, "required": true, "required_message": true,
	"calculation": true, "default": true, "readonly": true, "appearance": true, "repeat_count": true, "parameters": true, "choice_filter": true,
	"image": true, "audio": true, "video": true, "big-image": true, "guidance_hint": true,
}

// silentColumns are the authors' own, or of other programs.
var silentColumns = map[string]bool{"note": true, "notes": true, "comment": true, "comments": true, "$kuid": true, "$autoname": true, "$xpath": true, "kuid": true, "disabled": true}

func (im *importer) columns() {
	for _, t := range []*Table{im.book.Survey, im.book.Choices, im.book.External} {
		if t == nil {
			continue
		}
		for _, c := range t.Columns {
			survey := t == im.book.Survey
			if survey && surveyColumns[c.Name] || silentColumns[c.Name] || !survey && (listColumns[c.Name] || !strings.Contains(c.Name, "::")) {
				continue
			}
			if slices.ContainsFunc(t.Rows, func(r *Row) bool { return r.Cell(c.Name) != "" }) {
				im.report((&Row{Number: 1, table: t}).problem(noteColumn, c.Name, "name", c.Heading))
			}
		}
	}
}

// resolve translates a question's calculation when it is first needed, so that
// what refers to it knows its type.
func (im *importer) resolve(it *item) {
	if it.row == nil || it.other != nil || it.calc != nil || it.group() || it.repeat() || it.why != nil {
		return
	}
	source := it.row.Cell("calculation")
	if source == "" {
		if it.typ == "calculate" {
			it.why = metamodel.ZhEn("没有写明怎样计算", "it does not say what to compute")
			im.untranslated(Untranslated{What: Calculation, Place: it.row.place("type"), Question: it.name, Reason: it.why})
		}
		return
	}
	if it.asking {
		circle := im.asking[slices.Index(im.asking, it):]
		im.report(it.row.problem(kindCycle, "calculation", "cycle", circleOf(circle)))
		for _, member := range circle { // one problem for all of it
			member.why = metamodel.ZhEn("计算互相依赖", "the calculations depend on each other")
		}
		return
	}
	it.asking, im.asking = true, append(im.asking, it)
	t := &translator{im: im, at: it, row: it.row, column: "calculation"}
	out := t.read(source, func(n node) translated { return translated{value: it.fit(t.value(n))} })
	it.asking, im.asking = false, im.asking[:len(im.asking)-1]
	if it.why != nil { // part of a circle
		return
	}
	it.calc = &out
	if out.reason != nil {
		if it.typ == "calculate" {
			it.why = out.reason
		}
		if !out.told {
			im.untranslated(Untranslated{What: Calculation, Place: it.row.place("calculation"), Question: it.name, Expression: source, Reason: out.reason})
		}
		return
	}
	if it.typ == "calculate" {
		it.sort = out.value.sort
	}
}

// fit makes a computed value one of the question's type.
func (it *item) fit(v value) value {
	switch it.typ {
	case "calculate":
		switch v.sort {
		case sortCode:
			return v.words()
		case sortText:
			if v.literal && v.text == "" {
				refuse("计算的结果总是空白", "what is computed is always blank")
			}
			return v
		case sortCodes, sortTime, sortMoment, sortOther, sortNothing:
			refuse("不能计算这种答案", "such an answer cannot be computed")
		}
		return v
	case "text", "barcode", "hidden":
		return v.words()
	case "integer":
		if v = v.number(); v.sort != sortWhole {
			refuse("结果可能是小数，题目只收整数；请用 int() 或 round()", "the result may be a decimal and the question takes whole numbers; use int() or round()")
		}
		return v
	case "decimal", "range":
		return v.number().double()
	case "select_one", "select_one_external":
		if v.sort == sortCode || v.sort == sortText {
			return v.words()
		}
	}
	if v.sort != questionTypes[it.typ] || v.sort == sortCodes || v.sort == sortOther {
		refuse("结果不是题目要的类型", "the result does not have the question's type")
	}
	return v
}

// text is a row's text in every language.
func (im *importer) text(r *Row, column string) metamodel.Text {
	t := r.Text(column)
	if len(t) == 0 {
		return nil
	}
	out := metamodel.Text{}
	for lang, s := range t {
		if len([]rune(s)) > maxText {
			im.report(r.problem(kindLong, column, "limit", maxText))
			s = string([]rune(s)[:maxText])
		}
		out[lang] = im.inserted(r, column, lang, s)
	}
	return out
}

var insertion = regexp.MustCompile(`\$\{\s*([^}]*?)\s*\}`)

// inserted puts the label of a question where the text has its answer.
func (im *importer) inserted(r *Row, column, lang, s string) string {
	return insertion.ReplaceAllStringFunc(s, func(m string) string {
		name := insertion.FindStringSubmatch(m)[1]
		im.once("insert "+strconv.Itoa(r.Number)+" "+column+" "+name, r.problem(noteInsert, column, "name", name))
		label := name
		if list := im.byName[name]; len(list) == 1 && list[0].row != nil {
			if t := list[0].row.Text("label"); t.In(lang) != "" && !strings.Contains(t.In(lang), "${") {
				label = t.In(lang)
			}
		}
		return metamodel.ZhEn("〔"+label+"〕", "["+label+"]").In(lang)
	})
}
