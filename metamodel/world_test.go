package metamodel_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// world is a registry of the elements that the tests' forms point at.
type world struct {
	elements map[string]*metamodel.Element
	lists    map[string]*metamodel.CodeList
	subjects map[string]*metamodel.Subject
	groups   map[string]*metamodel.ElementGroup
}

func (w *world) Element(id string) (*metamodel.Element, bool)   { e, ok := w.elements[id]; return e, ok }
func (w *world) CodeList(id string) (*metamodel.CodeList, bool) { l, ok := w.lists[id]; return l, ok }
func (w *world) ElementGroup(id string) (*metamodel.ElementGroup, bool) {
	g, ok := w.groups[id]
	return g, ok
}
func (w *world) Subject(id string) (*metamodel.Subject, bool) { s, ok := w.subjects[id]; return s, ok }

// restaurant is a part of the pack of the same name.
func restaurant(t testing.TB) *world {
	t.Helper()
	w := &world{elements: map[string]*metamodel.Element{}, lists: map[string]*metamodel.CodeList{}, subjects: map[string]*metamodel.Subject{}}
	var docs struct {
		Elements, Lists, Subjects []json.RawMessage
	}
	if err := json.Unmarshal([]byte(restaurantJSON), &docs); err != nil {
		t.Fatal(err)
	}
	for _, d := range docs.Elements {
		e := decode[metamodel.Element](t, metamodel.KindElement, d)
		w.elements[e.ID] = e
	}
	for _, d := range docs.Lists {
		l := decode[metamodel.CodeList](t, metamodel.KindCodeList, d)
		w.lists[l.ID] = l
	}
	for _, d := range docs.Subjects {
		s := decode[metamodel.Subject](t, metamodel.KindSubject, d)
		w.subjects[s.ID] = s
	}
	return w
}

func decode[T any](t testing.TB, kind string, doc []byte) *T {
	t.Helper()
	v, ps := metamodel.Decode[T](kind, doc)
	if err := ps.Err(); err != nil {
		t.Fatalf("%s: %v\n%s", kind, err, doc)
	}
	return v
}

func mustForm(t testing.TB, w *world, doc string) *metamodel.Form {
	t.Helper()
	f, ps := metamodel.Compile(decode[metamodel.FormDoc](t, metamodel.KindForm, []byte(doc)), w)
	if err := ps.Err(); err != nil {
		t.Fatal(err)
	}
	return f
}

// may is the day on which the tests' answers are given.
func may() metamodel.Context {
	return metamodel.Context{Today: time.Date(2026, 5, 1, 10, 0, 0, 0, time.UTC)}
}

const restaurantJSON = `{
"elements": [
 {"id": "DE00001", "name": {"zh": "姓名", "en": "Name"}, "type": "string", "maxLength": 50, "sensitivity": "personal"},
 {"id": "DE00004", "name": {"zh": "证件类型", "en": "Document type"}, "type": "code", "codeList": "CL_ID_TYPE"},
 {"id": "DE00005", "name": {"zh": "证件号码", "en": "Document number"}, "type": "string", "maxLength": 18, "format": "cn-resident-id", "x-format-when": "DE00004 == '111'", "sensitivity": "sensitive"},
 {"id": "DE00006", "name": {"zh": "移动电话", "en": "Mobile number"}, "type": "string", "format": "cn-mobile", "sensitivity": "personal"},
 {"id": "DE00008", "name": {"zh": "电子邮箱", "en": "E-mail"}, "type": "string", "format": "email", "maxLength": 100},
 {"id": "DE00011", "name": {"zh": "邮政编码", "en": "Postal code"}, "type": "string", "pattern": "^\\d{6}$"},
 {"id": "DE00013", "name": {"zh": "健康证明有效期至", "en": "Health certificate valid until"}, "type": "date", "x-not-before": "today"},
 {"id": "DE00102", "name": {"zh": "统一社会信用代码", "en": "Credit code"}, "type": "string", "format": "cn-uscc"},
 {"id": "DE00103", "name": {"zh": "主体类型", "en": "Entity type"}, "type": "code", "codeList": "CL_SUBJECT_TYPE"},
 {"id": "DE00104", "name": {"zh": "注册资本", "en": "Registered capital"}, "type": "number", "minimum": 0, "x-integer-digits": 12, "x-fraction-digits": 2, "unit": {"zh": "万元", "en": "10,000 yuan"}},
 {"id": "DE00105", "name": {"zh": "经营范围", "en": "Scope of business"}, "type": "text", "maxLength": 2000},
 {"id": "DE00108", "name": {"zh": "从业人数", "en": "Number of employees"}, "type": "integer", "minimum": 0, "maximum": 100000, "unit": {"zh": "人", "en": "people"}},
 {"id": "DE00203", "name": {"zh": "经营场所面积", "en": "Floor area"}, "type": "number", "exclusiveMinimum": 0, "x-integer-digits": 6, "x-fraction-digits": 2, "unit": {"zh": "平方米", "en": "m²"}},
 {"id": "DE00213", "name": {"zh": "厨房面积", "en": "Kitchen area"}, "type": "number", "exclusiveMinimum": 0, "unit": {"zh": "平方米", "en": "m²"}},
 {"id": "DE00302", "name": {"zh": "食品经营项目", "en": "Food business items"}, "type": "codes", "codeList": "CL_FOOD_ITEM", "maxItems": 2},
 {"id": "DE00601", "name": {"zh": "领取方式", "en": "Delivery"}, "type": "code", "codeList": "CL_DELIVERY"},
 {"id": "DE00010", "name": {"zh": "通信地址", "en": "Postal address"}, "type": "string", "maxLength": 200},
 {"id": "DE00602", "name": {"zh": "申请日期", "en": "Date of application"}, "type": "date"},
 {"id": "DE00603", "name": {"zh": "承诺声明", "en": "Declaration"}, "type": "boolean", "const": true}
],
"lists": [
 {"id": "CL_ID_TYPE", "name": {"zh": "证件类型"}, "entries": [{"code": "111", "name": {"zh": "居民身份证", "en": "Resident identity card"}}, {"code": "414", "name": {"zh": "普通护照", "en": "Passport"}}]},
 {"id": "CL_SUBJECT_TYPE", "name": {"zh": "市场主体类型"}, "entries": [{"code": "9910", "name": {"zh": "个体工商户", "en": "Sole proprietor"}}, {"code": "1130", "name": {"zh": "有限责任公司", "en": "Limited liability company"}}]},
 {"id": "CL_FOOD_ITEM", "name": {"zh": "食品经营项目"}, "entries": [{"code": "01", "name": {"zh": "热食", "en": "Hot food"}}, {"code": "02", "name": {"zh": "冷食", "en": "Cold food"}}, {"code": "03", "name": {"zh": "生食", "en": "Raw food"}}]},
 {"id": "CL_DIVISION", "name": {"zh": "行政区划", "en": "Divisions"}, "levels": [{"zh": "省级"}, {"zh": "县级"}], "entries": [
   {"code": "310000", "name": {"zh": "上海市", "en": "Shanghai"}}, {"code": "310104", "parent": "310000", "name": {"zh": "徐汇区", "en": "Xuhui"}, "synonyms": ["徐家汇"]}, {"code": "310105", "parent": "310000", "name": {"zh": "长宁区", "en": "Changning"}},
   {"code": "810000", "name": {"zh": "香港特别行政区", "en": "Hong Kong"}}]},
 {"id": "CL_DELIVERY", "name": {"zh": "送达方式"}, "entries": [{"code": "1", "name": {"zh": "窗口领取", "en": "At the counter"}}, {"code": "2", "name": {"zh": "邮寄", "en": "By post"}}]}
],
"subjects": [
 {"id": "applicant", "name": {"zh": "申请主体", "en": "Applicant"}},
 {"id": "legalRep", "name": {"zh": "法定代表人", "en": "Legal representative"}},
 {"id": "shareholder", "name": {"zh": "股东", "en": "Shareholders"}},
 {"id": "employee", "name": {"zh": "从业人员", "en": "Staff"}},
 {"id": "premises", "name": {"zh": "经营场所", "en": "Premises"}},
 {"id": "filing", "name": {"zh": "办件", "en": "Filing"}}
]}`

// foodForm is a matter's own form with everything a form can have.
const foodForm = `{
"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "form:M02", "x-title": {"zh": "食品经营许可申请", "en": "Food business licence"}, "type": "object",
"properties": {
 "applicant": {"type": "object", "x-subject": "applicant", "required": ["DE00103"], "properties": {
   "DE00103": {"$ref": "element:DE00103"},
   "DE00104": {"$ref": "element:DE00104", "x-visible": "applicant.DE00103 != '9910'", "x-required": "applicant.DE00103 == '1130'"},
   "DE00302": {"$ref": "element:DE00302"},
   "DE00105": {"$ref": "element:DE00105"}}},
 "premises": {"type": "object", "x-subject": "premises", "required": ["DE00203", "DE00213"], "properties": {
   "DE00203": {"$ref": "element:DE00203", "x-label": {"zh": "经营面积", "en": "Floor area"}},
   "DE00213": {"$ref": "element:DE00213", "x-check": [{"rule": "premises.DE00213 <= premises.DE00203", "message": {"zh": "厨房面积不能大于经营面积", "en": "The kitchen cannot be larger than the premises"}}]}}},
 "legalRep": {"type": "object", "x-subject": "legalRep", "required": ["DE00001", "DE00004", "DE00005"], "properties": {
   "DE00001": {"$ref": "element:DE00001"}, "DE00004": {"$ref": "element:DE00004"}, "DE00005": {"$ref": "element:DE00005"}, "DE00006": {"$ref": "element:DE00006"}}},
 "shareholder": {"type": "array", "x-subject": "shareholder", "x-visible": "applicant.DE00103 != '9910'", "minItems": 1, "maxItems": 50, "items": {"type": "object", "required": ["DE00001", "DE00104"], "properties": {
   "DE00001": {"$ref": "element:DE00001"}, "DE00104": {"$ref": "element:DE00104", "exclusiveMinimum": 0, "x-check": [{"rule": "row.DE00104 <= applicant.DE00104", "message": {"zh": "出资额不能大于注册资本", "en": "A share cannot exceed the capital"}}]}}}},
 "employee": {"type": "array", "x-subject": "employee", "maxItems": 500, "items": {"type": "object", "required": ["DE00001", "DE00004", "DE00005", "DE00013"], "properties": {
   "DE00001": {"$ref": "element:DE00001"}, "DE00004": {"$ref": "element:DE00004"}, "DE00005": {"$ref": "element:DE00005"}, "DE00013": {"$ref": "element:DE00013", "x-visible": "row.DE00001 != ''"}}}},
 "filing": {"type": "object", "x-subject": "filing", "required": ["DE00601", "DE00603"], "properties": {
   "DE00601": {"$ref": "element:DE00601"},
   "DE00010": {"$ref": "element:DE00010", "x-visible": "filing.DE00601 == '2'", "x-required": "filing.DE00601 == '2'"},
   "DE00603": {"$ref": "element:DE00603"}}}
},
"x-layout": {"sections": [
 {"id": "applicant", "title": {"zh": "申请人", "en": "Applicant"}, "fields": ["applicant/DE00103", "applicant/DE00104", "applicant/DE00302", "applicant/DE00105"]},
 {"id": "premises", "title": {"zh": "场所", "en": "Premises"}, "fields": ["premises/DE00203", "premises/DE00213"]},
 {"id": "people", "title": {"zh": "人员", "en": "People"}, "fields": ["legalRep/DE00001", "legalRep/DE00004", "legalRep/DE00005", "legalRep/DE00006", "shareholder", "employee"]},
 {"id": "other", "title": {"zh": "其他", "en": "Other"}, "fields": ["filing/DE00601", "filing/DE00010", "filing/DE00603"]}
]}}`
