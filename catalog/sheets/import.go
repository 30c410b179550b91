package sheets

import (
	"sort"
	"strconv"
	"strings"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// Options of an import.
type Options struct {
	Name     string             // of the pack; "": the book's name
	Version  string             // of the pack; "": 1.0.0
	Calendar string             // working calendar of themes that the book gives none; "": cn
	Needs    []string           // packs the result refers to; nil: china-calendar, unless every theme counts by a calendar of the book
	Releases []*catalog.Release // of the packs in Needs, so that the result is compiled as a whole; nil: it is compiled without them
}

// Result of an import. Files and Pack are nil while a contradiction stands or a
// decision is open; Report is always there.
type Result struct {
	Pack     *catalog.Pack
	Files    map[string][]byte // by slash path
	Report   *Report
	Problems metamodel.Problems // the same as Report.Problems
}

// Written reports whether there is a pack to write.
func (r *Result) Written() bool { return r.Files != nil }

// Import translates a book into a pack with the answers given so far (may be
// nil). The same book and answers give the same bytes.
func Import(book *Book, answers *Answers, options Options) *Result {
	im := &importer{
		book: book, answers: answers, options: options,
		decisions: map[string]*Decision{}, texts: map[string]*Translation{},
		subjects: map[string]*metamodel.Subject{}, subjectsByID: map[string]*metamodel.Subject{}, ids: map[string]string{}, matters: map[string]*matter{},
		origins: map[string]*standard{},
		pack: &catalog.Pack{
			Subjects: map[string]*metamodel.Subject{}, Departments: map[string]*metamodel.Department{}, Elements: map[string]*metamodel.Element{},
			CodeLists: map[string]*metamodel.CodeList{}, Forms: map[string]*metamodel.FormDoc{}, Materials: map[string]*metamodel.Material{},
			Workflows: map[string]*workflows.Workflow{}, Matters: map[string]*metamodel.Matter{}, Themes: map[string]*metamodel.Theme{},
		},
	}
	im.options.fill(book)
	im.report(book.notes...)
	if answers != nil {
		im.report(answers.notes...)
	}
	im.readCalendars()
	im.readCodeLists()
	im.readElements()
	im.checkFormats()
	im.readMatters()
	im.readFields()
	im.readSubjects()
	im.bindElements()
	im.buildForms()
	im.readMaterials()
	im.readSteps()
	im.proposeYields()
	im.resultChecks()
	im.readThemes()
	im.manifest()
	im.unusedAnswers()
	return im.finish()
}

func (o *Options) fill(b *Book) {
	if o.Name == "" {
		o.Name = slugName(b.Name)
	}
	if o.Version == "" {
		o.Version = "1.0.0"
	}
	if o.Calendar == "" {
		o.Calendar = "cn"
	}
}

// slugName keeps a folder's name when it is one a pack may have.
func slugName(s string) string {
	ok := s != ""
	for _, r := range s {
		if !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-') {
			ok = false
		}
	}
	if ok {
		return cut(s)
	}
	return slug(s)
}

// importer is one run: the book, what was understood, and what was not.
type importer struct {
	book    *Book
	answers *Answers
	options Options

	problems      metamodel.Problems
	decisions     map[string]*Decision
	decisionOrder []string
	matches       []Match
	texts         map[string]*Translation
	textOrder     []string

	pack         *catalog.Pack
	pool         []*metamodel.Element          // in the sheet's order
	subjects     map[string]*metamodel.Subject // by 角色
	subjectsByID map[string]*metamodel.Subject
	subjectNames []string          // 角色 in order of first appearance
	ids          map[string]string // kind + id → the name that has it
	matters      map[string]*matter
	matterOrder  []string
	fields       []*field
	origins      map[string]*standard
	formatWhen   []conditionalFormat
}

func (im *importer) report(ps ...metamodel.Problem) { im.problems = append(im.problems, ps...) }

// name gives the id of a name: an answer, the dictionary's, or pinyin, and
// keeps ids of one kind apart.
func (im *importer) name(kind, name, dictionary, spelled string, valid func(string) bool, at Place) string {
	suggestion := dictionary
	if suggestion == "" {
		suggestion = spelled
	}
	for n, base := 2, suggestion; im.ids[kind+" "+suggestion] != "" && im.ids[kind+" "+suggestion] != name; n++ {
		suggestion = base + strconv.Itoa(n)
	}
	id := "id:" + kind + ":" + name
	got, _ := im.decide(Decision{
		ID: id, Kind: DecideID, Status: Proposed, Places: []Place{at}, Suggestion: suggestion,
		Question: metamodel.ZhEn("“"+name+"”在程序中用什么标识？", "Which id does “"+name+"” have in programs?"),
	})
	got = strings.TrimSpace(got)
	switch other := im.ids[kind+" "+got]; {
	case !valid(got):
		im.reject(id, kindBadID)
		got = suggestion
	case other != "" && other != name:
		im.reject(id, kindTakenID, "other", other)
		got = suggestion
	}
	im.ids[kind+" "+got] = name
	return got
}

// identifier is what CEL takes as a variable; handle what file names take.
func identifier(s string) bool {
	for i, r := range s {
		if !(r >= 'a' && r <= 'z' || i > 0 && (r >= 'A' && r <= 'Z' || r >= '0' && r <= '9')) {
			return false
		}
	}
	return s != "" && len(s) <= 64 && !reserved[s]
}

// reserved words of CEL and names expressions have of their own.
var reserved = map[string]bool{
	"true": true, "false": true, "null": true, "in": true, "as": true, "break": true, "const": true, "continue": true, "else": true, "for": true,
	"function": true, "if": true, "import": true, "let": true, "loop": true, "package": true, "namespace": true, "return": true, "var": true,
	"void": true, "while": true, "row": true, "today": true, "int": true, "double": true, "string": true, "bool": true, "size": true, "has": true,
	"type": true, "list": true, "map": true, "bytes": true, "uint": true, "timestamp": true, "duration": true, "matches": true, "dyn": true,
}

func handle(s string) bool {
	for i, r := range s {
		if !(r >= 'a' && r <= 'z' || i > 0 && (r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-')) {
			return false
		}
	}
	return s != "" && len(s) <= 64
}

// number reads a cell that is a number of at least 0.
func (im *importer) number(r *Row, column string) (float64, bool) {
	text := fold(r.Cell(column))
	if text == "" {
		return 0, true
	}
	v, ok := decimalText(text)
	if !ok {
		im.report(r.problem(kindNotNumber, column, "value", excerpt(r.Cell(column))))
		return 0, false
	}
	if v < 0 {
		im.report(r.problem(kindNegative, column, "value", excerpt(r.Cell(column))))
		return 0, false
	}
	return v, true
}

// decimalText reads a plain decimal number; exponents, NaN and the like are none.
func decimalText(s string) (float64, bool) {
	if s == "" || len(s) > 24 {
		return 0, false
	}
	digits, point := false, false
	for i, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits = true
		case r == '-' && i == 0:
		case r == '.' && !point && digits:
			point = true
		default:
			return 0, false
		}
	}
	if !digits || strings.HasSuffix(s, ".") {
		return 0, false
	}
	v, err := strconv.ParseFloat(s, 64)
	return v, err == nil
}

// whole reads a whole number.
func whole(s string) (int, bool) {
	v, ok := decimalText(s)
	if !ok || strings.Contains(s, ".") || v > 1e9 || v < -1e9 {
		return 0, false
	}
	return int(v), true
}

// yes reads 是 and 否 and what workbooks make of them.
func (im *importer) yes(r *Row, column string) bool {
	switch strings.ToLower(fold(r.Cell(column))) {
	case "是", "y", "yes", "true", "1", "√", "必填", "必要":
		return true
	case "否", "n", "no", "false", "0", "非必填", "非必要", "":
		return false
	}
	im.report(r.problem(kindNotYesNo, column, "value", excerpt(r.Cell(column))))
	return false
}

// list splits a cell that names several things.
func list(cell string) []string {
	return strings.FieldsFunc(fold(cell), func(r rune) bool { return r == ',' || r == ';' || r == '|' || r == '\n' })
}

// bySequence orders rows by their 序号 and reports what is no number or is
// there twice; rows without one keep their place.
func (im *importer) bySequence(rows []*Row) {
	at := map[*Row]float64{}
	seen := map[float64]*Row{}
	for i, r := range rows {
		if r.Cell("序号") == "" {
			if i > 0 {
				at[r] = at[rows[i-1]]
			}
			continue
		}
		n, ok := im.number(r, "序号")
		if !ok {
			continue
		}
		if other := seen[n]; other != nil {
			im.report(r.problem(kindSequence, "序号", "value", r.Cell("序号"), "other", other.Number))
		} else {
			seen[n] = r
		}
		at[r] = n
	}
	sort.SliceStable(rows, func(i, j int) bool { return at[rows[i]] < at[rows[j]] })
}

// byMatter groups a sheet's rows by matter, in the matters' order, and reports
// codes no matter has.
func (im *importer) byMatter(sheet string) map[string][]*Row {
	groups := map[string][]*Row{}
	for _, r := range im.book.rows(sheet) {
		code := r.Code("事项编码")
		switch {
		case code == "":
			im.report(r.problem(kindEmptyCell, "事项编码"))
		case im.matters[code] == nil:
			im.report(r.problem(kindNoMatter, "事项编码", "matter", excerpt(code)))
		default:
			groups[code] = append(groups[code], r)
		}
	}
	return groups
}
