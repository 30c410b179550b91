package xlsform

import (
	"regexp"
	"slices"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// item is one line of the survey that stands for something: a question, a
// group, a repeat.
type item struct {
	row      *Row
	typ      string // canonical: "select_one", "begin group"
	name     string // as written
	key      string // the element's id, or the group's property name
	list     *choiceList
	parent   *item // nil for the survey itself
	children []*item

	sort    nature
	element *metamodel.Element // nil: no field of the form
	why     metamodel.Text     // why it is no field; nil: not asked yet, or it is one
	other   *item              // the question whose “other” this one asks for

	calc   *translated // of a computed question
	asking bool        // its calculation is being translated: a cycle
}

func (it *item) group() bool  { return it.typ == beginGroup }
func (it *item) repeat() bool { return it.typ == beginRepeat }

// repeats are the repeats around an item, outermost first.
func (it *item) repeats() []*item {
	var out []*item
	for p := it.parent; p != nil; p = p.parent {
		if p.repeat() {
			out = append(out, p)
		}
	}
	slices.Reverse(out)
	return out
}

const (
	beginGroup  = "begin group"
	beginRepeat = "begin repeat"
	endGroup    = "end group"
	endRepeat   = "end repeat"

	mostOpen      = 12 // groups within groups
	mostQuestions = 10_000
)

// questionTypes are the types a question may have, and what their answers are.
var questionTypes = map[string]nature{
	"text": sortText, "integer": sortWhole, "decimal": sortNumber, "range": sortNumber, "date": sortDate, "time": sortTime, "datetime": sortMoment,
	"select_one": sortCode, "select_one_external": sortCode, "select_multiple": sortCodes, "geopoint": sortOther, "image": sortOther, "audio": sortOther, "video": sortOther, "file": sortOther,
	"barcode": sortText, "acknowledge": sortTruth, "note": sortNothing, "calculate": sortNothing, "hidden": sortText,
}

// typeAliases are other spellings of types.
var typeAliases = map[string]string{
	"string": "text", "int": "integer", "trigger": "acknowledge", "photo": "image", "location": "geopoint", "gps": "geopoint", "binary": "file", "upload": "file",
	"begin_group": beginGroup, "begin_repeat": beginRepeat, "end_group": endGroup, "end_repeat": endRepeat, "begin repeat group": beginRepeat,
	"q text": "text", "q integer": "integer", "q decimal": "decimal", "q date": "date", "signature": "image", "background-audio": "audio",
}

// deviceTypes tell about the device and the collection.
var deviceTypes = map[string]bool{
	"start": true, "end": true, "today": true, "deviceid": true, "device id": true, "username": true, "phonenumber": true, "phone number": true, "email": true, "simserial": true,
	"subscriberid": true, "audit": true, "start-geopoint": true, "imei": true,
}

// leftOut are types that have no counterpart; the question is listed.
var leftOut = map[string]metamodel.Text{
	"geotrace":     metamodel.ZhEn("没有线状位置这种字段", "there is no field for a line on a map"),
	"geoshape":     metamodel.ZhEn("没有面状位置这种字段", "there is no field for an area on a map"),
	"rank":         metamodel.ZhEn("没有排序这种字段", "there is no field for putting choices in order"),
	"xml-external": metamodel.ZhEn("不使用外部数据文件", "files of data beside the form are not used"),
	"csv-external": metamodel.ZhEn("不使用外部数据文件", "files of data beside the form are not used"),
}

var selectType = regexp.MustCompile(`(?i)^(select_one_external|select_one_from_file|select_multiple_from_file|select_one|select one|select1|select_multiple|select multiple|select all that apply|rank)(?: from)?(?:\s+(\S+))?(\s+or_other|\s+or specify other)?$`)

// readType takes the cell of the type apart.
func readType(cell string) (typ, list string, other bool) {
	t := strings.Join(strings.Fields(cell), " ")
	low := strings.ToLower(t)
	if a, ok := typeAliases[low]; ok {
		return a, "", false
	}
	m := selectType.FindStringSubmatch(t)
	if m == nil {
		return low, "", false
	}
	typ, list = strings.ToLower(m[1]), m[2]
	switch typ {
	case "select one", "select1":
		typ = "select_one"
	case "select multiple", "select all that apply":
		typ = "select_multiple"
	}
	return typ, list, m[3] != ""
}

// readItems builds the tree of the survey.
func (im *importer) readItems() {
	im.root = &item{typ: beginGroup}
	open := im.root
	if rows := im.book.Survey.Rows; len(rows) > mostQuestions {
		im.report(rows[mostQuestions].problem(kindTooMany, "", "limit", mostQuestions))
		return
	}
	for _, r := range im.book.Survey.Rows {
		cell := r.Cell("type")
		typ, list, other := readType(cell)
		it := &item{row: r, typ: typ, name: r.Cell("name"), parent: open}
		switch typ {
		case "":
			if it.name != "" || len(r.Text("label")) > 0 {
				im.report(r.problem(kindNoType, "type"))
			}
			continue
		case endGroup, endRepeat:
			begin := strings.Replace(typ, "end", "begin", 1)
			switch {
			case open == im.root:
				im.report(r.problem(kindNoBegin, "type", "type", typ))
				continue
			case open.typ != begin:
				im.report(r.problem(kindCrossed, "type", "type", typ, "other", open.row.Number, "open", open.typ))
			}
			open = open.parent
			continue
		}
		if !im.known(it, cell) || !im.named(it) {
			if it.group() || it.repeat() {
				open.children = append(open.children, it) // so that its end is found
				open = it
			}
			continue
		}
		open.children = append(open.children, it)
		if it.group() || it.repeat() {
			open = it
			continue
		}
		if questionTypes[typ] == sortCode || questionTypes[typ] == sortCodes {
			it.list = im.listNamed(it, list)
		}
		it.sort = questionTypes[typ]
		if why, out := leftOut[typ]; out {
			it.why = why
			im.untranslated(Untranslated{What: LeftOut, Place: r.place("type"), Question: it.name, Expression: cell, Reason: why})
		}
		if other && it.list != nil {
			im.addOther(it)
		}
	}
	for ; open != im.root; open = open.parent {
		im.report(open.row.problem(kindNoEnd, "type", "type", open.typ))
	}
}

// known checks the type.
func (im *importer) known(it *item, cell string) bool {
	switch t := it.typ; {
	case it.group(), it.repeat():
		return true
	case t == "select_one_from_file" || t == "select_multiple_from_file":
		im.report(it.row.problem(kindRefused, "type", "type", t))
		return false
	case deviceTypes[t]:
		im.report(it.row.problem(noteMeta, "type", "type", t))
		im.devices[it.name] = t
		return false
	}
	_, taken := questionTypes[it.typ]
	_, out := leftOut[it.typ]
	if !taken && !out {
		im.report(it.row.problem(kindType, "type", "type", clip(cell)))
	}
	return taken || out
}

// named checks the name and gives the item its key.
func (im *importer) named(it *item) bool {
	switch {
	case it.name == "" && it.typ == "note":
		it.name = "note"
		return true // nobody refers to it
	case it.name == "":
		im.report(it.row.problem(kindNoName, "name"))
		return false
	case !isName(it.name):
		im.report(it.row.problem(kindName, "name", "name", clip(it.name)))
		return false
	}
	for _, o := range im.byName[it.name] {
		if o.parent == it.parent && it.typ != "note" {
			im.report(it.row.problem(kindTwice, "name", "name", it.name, "other", o.row.Number))
			return false
		}
	}
	if it.group() || it.repeat() {
		depth, inRows := 1, 0
		for p := it; p.parent != im.root; p = p.parent {
			depth++
		}
		for p, n := it, 1; p != im.root; p, n = p.parent, n+1 {
			if p.repeat() {
				inRows = n
			}
		}
		for _, l := range []struct{ is, most int }{{depth, mostOpen}, {inRows, metamodel.MaxNesting}} {
			if l.is > l.most {
				im.report(it.row.problem(kindTooDeep, "type", "limit", l.most))
				return false
			}
		}
		it.key = im.groupKey(it.name)
	} else if it.typ != "note" {
		it.key = im.elementKey(it.name)
		if it.key != it.name {
			im.report(it.row.problem(noteName, "name", "name", it.name, "key", it.key))
		}
	}
	if it.typ != "note" {
		im.byName[it.name] = append(im.byName[it.name], it)
	}
	return true
}

// addOther adds the question of what “other” is, as ODK does.
func (im *importer) addOther(it *item) {
	const code = "other"
	if _, there := it.list.def.Entry(code); !there {
		it.list.def.Entries = append(it.list.def.Entries, metamodel.Code{Code: code, Name: metamodel.ZhEn("其他", "Other")})
	}
	o := &item{row: it.row, typ: "text", name: it.name + "_other", parent: it.parent, sort: sortText, other: it}
	o.key = im.elementKey(o.name)
	im.byName[o.name] = append(im.byName[o.name], o)
	it.parent.children = append(it.parent.children, o)
	im.report(it.row.problem(noteOther, "type", "key", o.key))
}
