package metamodel_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

const (
	moneyElement     = `{"id":"X","name":{"zh":"金额","en":"Amount"},"type":"money","minimum":0}`
	dollarsElement   = `{"id":"X","name":{"zh":"金额","en":"Amount"},"type":"money","currency":"USD","sensitivity":"sensitive"}`
	timeElement      = `{"id":"X","name":{"zh":"时间","en":"Time"},"type":"time","x-not-before":"08:00","x-not-after":"18:00"}`
	anyTimeElement   = `{"id":"X","name":{"zh":"时间","en":"Time"},"type":"time"}`
	datetimeElement  = `{"id":"X","name":{"zh":"时刻","en":"Moment"},"type":"datetime","x-not-after":"now","x-not-before":"2026-01-01"}`
	todayElement     = `{"id":"X","name":{"zh":"时刻","en":"Moment"},"type":"datetime","x-not-after":"today","x-not-before":"2026-04-30T08:00:00+08:00"}`
	rangeElement     = `{"id":"X","name":{"zh":"期间","en":"Period"},"type":"daterange","x-max-days":31,"x-not-before":"today"}`
	personElement    = `{"id":"X","name":{"zh":"经办人","en":"Agent"},"type":"person","sensitivity":"personal"}`
	fullElement      = `{"id":"X","name":{"zh":"经办人","en":"Agent"},"type":"person","x-required-parts":["idType","idNumber","phone"]}`
	orgElement       = `{"id":"X","name":{"zh":"委托单位","en":"Client"},"type":"organisation","x-required-parts":["creditCode"]}`
	identityElement  = `{"id":"X","name":{"zh":"证件","en":"Document"},"type":"identity","sensitivity":"sensitive"}`
	ownKindsElement  = `{"id":"X","name":{"zh":"证件","en":"Document"},"type":"identity","codeList":"CL_ID_TYPE"}`
	addressElement   = `{"id":"X","name":{"zh":"地址","en":"Address"},"type":"address","codeList":"CL_DIVISION"}`
	homeElement      = `{"id":"X","name":{"zh":"住址","en":"Home"},"type":"address","codeList":"CL_DIVISION","sensitivity":"sensitive"}`
	phoneElement     = `{"id":"X","name":{"zh":"联系电话","en":"Phone"},"type":"phone","sensitivity":"personal"}`
	emailElement     = `{"id":"X","name":{"zh":"邮箱","en":"E-mail"},"type":"email","sensitivity":"sensitive"}`
	urlElement       = `{"id":"X","name":{"zh":"网址","en":"Website"},"type":"url","maxLength":60}`
	pointElement     = `{"id":"X","name":{"zh":"位置","en":"Position"},"type":"point"}`
	fileElement      = `{"id":"X","name":{"zh":"照片","en":"Photo"},"type":"file","x-accept":["image/*","application/pdf"],"x-max-bytes":1500000,"minItems":1,"maxItems":2,"sensitivity":"sensitive"}`
	signatureElement = `{"id":"X","name":{"zh":"签名","en":"Signature"},"type":"signature"}`
	tableElement     = `{"id":"X","name":{"zh":"用水量","en":"Water"},"type":"table","rows":"CL_DELIVERY","columns":["DE00108","DE00603","DE00006","DE00602","DE00001"],"x-required-parts":["DE00108"]}`
	leafElement      = `{"id":"X","name":{"zh":"区划","en":"Division"},"type":"code","codeList":"CL_DIVISION"}`
	enumElement      = `{"id":"X","name":{"zh":"层数","en":"Storeys"},"type":"integer","enum":[1,2,3]}`
	someElement      = `{"id":"X","name":{"zh":"项目","en":"Items"},"type":"codes","codeList":"CL_FOOD_ITEM","enum":["01","03"]}`
)

var (
	sha      = strings.Repeat("0a", 32)
	oneFile  = `{"id":"f-1","name":"门面.jpg","size":1500000,"media":"image/jpeg","sha256":"` + sha + `"}`
	twoFiles = `{"id":"f-2","name":"b.pdf","size":12,"media":"application/pdf","sha256":"` + sha + `"}`
)

func fileOf(id, size, media string) string {
	return `{"id":"` + id + `","name":"n","size":` + size + `,"media":"` + media + `","sha256":"` + sha + `"}`
}

func TestEveryKindOfFieldIsReadCheckedAndShown(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		element string
		input   []string // posted; or raw JSON when json is set
		json    string   // what FromInput gives, or the answer itself without input
		problem string   // code and the path after the field's, "" for none
		stored  string   // the normalised JSON, "" when absent or invalid
		typed   []string // nil: input, trimmed, comes back
		zh, en  string   // Display, masked
	}{
		{"money: with sign and thousands", moneyElement, []string{"￥1,234.5"}, `1234.5`, "", `1234.5`, []string{"1234.5"}, "¥1,234.50", "¥1,234.50"},
		{"money: in yuan", moneyElement, []string{"12元整"}, `12`, "", `12`, []string{"12"}, "¥12.00", "¥12.00"},
		{"money: millions", moneyElement, []string{"1234567890123.45"}, `1234567890123.45`, "", `1234567890123.45`, []string{"1234567890123.45"}, "¥1,234,567,890,123.45", "¥1,234,567,890,123.45"},
		{"money: in full width", moneyElement, []string{"１２．３０"}, `12.3`, "", `12.3`, []string{"12.3"}, "¥12.30", "¥12.30"},
		{"money: three decimals", moneyElement, nil, `0.001`, "answer.fraction_digits", ``, []string{"0.001"}, "0.001", "0.001"},
		{"money: three decimals that are none", moneyElement, nil, `0.100`, "", `0.1`, []string{"0.1"}, "¥0.10", "¥0.10"},
		{"money: below", moneyElement, []string{"-1"}, `-1`, "answer.too_small", ``, []string{"-1"}, "-1", "-1"},
		{"money: words", moneyElement, []string{"壹佰"}, `"壹佰"`, "answer.not_money", ``, []string{"壹佰"}, "壹佰", "壹佰"},
		{"money: 1e999", moneyElement, []string{"1e999"}, `"1e999"`, "answer.not_money", ``, []string{"1e999"}, "1e999", "1e999"},
		{"money: only a sign", moneyElement, []string{"¥"}, `"¥"`, "answer.not_money", ``, []string{"¥"}, "¥", "¥"},
		{"money: of another currency, masked", dollarsElement, []string{"-1234.5"}, `-1234.5`, "", `-1234.5`, []string{"-1234.5"}, "-US*****4.50", "-US*****4.50"},

		{"time: plain", timeElement, []string{"09:30"}, `"09:30"`, "", `"09:30"`, []string{"09:30"}, "09:30", "09:30"},
		{"time: full width", timeElement, []string{"９：３０"}, `"09:30"`, "", `"09:30"`, []string{"09:30"}, "09:30", "09:30"},
		{"time: as people say it", timeElement, []string{"下午2点半"}, `"14:30"`, "", `"14:30"`, []string{"14:30"}, "14:30", "14:30"},
		{"time: hours and minutes in Chinese", timeElement, []string{"9时05分"}, `"09:05"`, "", `"09:05"`, []string{"09:05"}, "09:05", "09:05"},
		{"time: on the hour", timeElement, []string{"9点"}, `"09:00"`, "", `"09:00"`, []string{"09:00"}, "09:00", "09:00"},
		{"time: English afternoon", timeElement, []string{"2:05 PM"}, `"14:05"`, "", `"14:05"`, []string{"14:05"}, "14:05", "14:05"},
		{"time: noon", timeElement, []string{"12 pm"}, `"12:00"`, "", `"12:00"`, []string{"12:00"}, "12:00", "12:00"},
		{"time: midnight", anyTimeElement, []string{"12:00 am"}, `"00:00"`, "", `"00:00"`, []string{"00:00"}, "00:00", "00:00"},
		{"time: four digits", timeElement, nil, `"0930"`, "", `"09:30"`, []string{"09:30"}, "09:30", "09:30"},
		{"time: seconds", anyTimeElement, nil, `"23:59:59"`, "", `"23:59:59"`, []string{"23:59:59"}, "23:59:59", "23:59:59"},
		{"time: seconds of none", anyTimeElement, nil, `"09:30:00"`, "", `"09:30"`, []string{"09:30"}, "09:30", "09:30"},
		{"time: 24:00", anyTimeElement, []string{"24:00"}, `"24:00"`, "answer.not_time", ``, []string{"24:00"}, "24:00", "24:00"},
		{"time: a leap second", anyTimeElement, []string{"23:59:60"}, `"23:59:60"`, "answer.not_time", ``, []string{"23:59:60"}, "23:59:60", "23:59:60"},
		{"time: a date", anyTimeElement, []string{"2026-05-01"}, `"2026-05-01"`, "answer.not_time", ``, []string{"2026-05-01"}, "2026-05-01", "2026-05-01"},
		{"time: 13 o'clock in the morning", anyTimeElement, []string{"上午13:00"}, `"上午13:00"`, "answer.not_time", ``, []string{"上午13:00"}, "上午13:00", "上午13:00"},
		{"time: too early", timeElement, []string{"07:59"}, `"07:59"`, "answer.too_early", ``, []string{"07:59"}, "07:59", "07:59"},
		{"time: too late", timeElement, []string{"18:00:01"}, `"18:00:01"`, "answer.too_late", ``, []string{"18:00:01"}, "18:00:01", "18:00:01"},
		{"time: a number", timeElement, nil, `930`, "answer.type", ``, []string{"930"}, "930", "930"},

		{"datetime: date and time", datetimeElement, []string{"2026-05-01", "09:30"}, `"2026-05-01T09:30:00+08:00"`, "", `"2026-05-01T09:30:00+08:00"`, []string{"2026-05-01", "09:30"}, "2026年5月1日 09:30", "1 May 2026, 09:30"},
		{"datetime: as people write it", datetimeElement, []string{"2026年5月1日上午9点30分"}, `"2026-05-01T09:30:00+08:00"`, "", `"2026-05-01T09:30:00+08:00"`, []string{"2026-05-01", "09:30"}, "2026年5月1日 09:30", "1 May 2026, 09:30"},
		{"datetime: another offset is kept", datetimeElement, nil, `"2026-05-01t01:30:00.5z"`, "", `"2026-05-01T01:30:00Z"`, []string{"2026-05-01", "09:30"}, "2026年5月1日 09:30", "1 May 2026, 09:30"},
		{"datetime: only a date", datetimeElement, []string{"2026-05-01", ""}, `"2026-05-01 "`, "answer.not_datetime", ``, []string{"2026-05-01", ""}, "2026-05-01", "2026-05-01"},
		{"datetime: only a time", datetimeElement, []string{"", "09:30"}, `" 09:30"`, "answer.not_datetime", ``, []string{"", "09:30"}, "09:30", "09:30"},
		{"datetime: nothing", datetimeElement, []string{"", " "}, ``, "", ``, nil, "", ""},
		{"datetime: no such day", datetimeElement, nil, `"2026-02-29T00:00:00Z"`, "answer.not_datetime", ``, []string{"2026-02-29T00:00:00Z", ""}, "2026-02-29T00:00:00Z", "2026-02-29T00:00:00Z"},
		{"datetime: a second from now", datetimeElement, nil, `"2026-05-01T10:00:01Z"`, "answer.too_late", ``, []string{"2026-05-01", "18:00:01"}, "2026-05-01T10:00:01Z", "2026-05-01T10:00:01Z"},
		{"datetime: now", datetimeElement, nil, `"2026-05-01T10:00:00Z"`, "", `"2026-05-01T10:00:00Z"`, []string{"2026-05-01", "18:00"}, "2026年5月1日 18:00", "1 May 2026, 18:00"},
		{"datetime: before the first second of a day", datetimeElement, nil, `"2025-12-31T23:59:59+08:00"`, "answer.too_early", ``, []string{"2025-12-31", "23:59:59"}, "2025-12-31T23:59:59+08:00", "2025-12-31T23:59:59+08:00"},
		{"datetime: the last second of today", todayElement, nil, `"2026-05-01T23:59:59+08:00"`, "", `"2026-05-01T23:59:59+08:00"`, []string{"2026-05-01", "23:59:59"}, "2026年5月1日 23:59:59", "1 May 2026, 23:59:59"},
		{"datetime: tomorrow", todayElement, nil, `"2026-05-02T00:00:00+08:00"`, "answer.too_late", ``, []string{"2026-05-02", "00:00"}, "2026-05-02T00:00:00+08:00", "2026-05-02T00:00:00+08:00"},
		{"datetime: before an instant", todayElement, nil, `"2026-04-30T07:59:59+08:00"`, "answer.too_early", ``, []string{"2026-04-30", "07:59:59"}, "2026-04-30T07:59:59+08:00", "2026-04-30T07:59:59+08:00"},

		{"daterange", rangeElement, []string{"2026", "5", "1", "2026", "5", "31"}, `{"from":"2026-05-01","to":"2026-05-31"}`, "", `{"from":"2026-05-01","to":"2026-05-31"}`, []string{"2026", "5", "1", "2026", "5", "31"}, "2026年5月1日至2026年5月31日", "1 May 2026 to 31 May 2026"},
		{"daterange: one day", rangeElement, nil, `{"to":"2026/5/1","from":"2026年5月1日"}`, "", `{"from":"2026-05-01","to":"2026-05-01"}`, []string{"2026", "5", "1", "2026", "5", "1"}, "2026年5月1日至2026年5月1日", "1 May 2026 to 1 May 2026"},
		{"daterange: turned round", rangeElement, nil, `{"from":"2026-05-02","to":"2026-05-01"}`, "answer.range_turned /to", ``, []string{"2026", "5", "2", "2026", "5", "1"}, "2026 5 2 2026 5 1", "2026 5 2 2026 5 1"},
		{"daterange: a day too long", rangeElement, nil, `{"from":"2026-05-01","to":"2026-06-01"}`, "answer.range_too_long", ``, []string{"2026", "5", "1", "2026", "6", "1"}, "2026 5 1 2026 6 1", "2026 5 1 2026 6 1"},
		{"daterange: from yesterday", rangeElement, nil, `{"from":"2026-04-30","to":"2026-05-01"}`, "answer.too_early /from", ``, []string{"2026", "4", "30", "2026", "5", "1"}, "2026 4 30 2026 5 1", "2026 4 30 2026 5 1"},
		{"daterange: no end", rangeElement, []string{"2026", "5", "1", "", "", ""}, `{"from":"2026-05-01"}`, "answer.required /to", ``, []string{"2026", "5", "1", "", "", ""}, "2026 5 1", "2026 5 1"},
		{"daterange: half a date is kept", rangeElement, []string{"2026", "", "", "2026", "13", "1"}, `{"from":"2026--","to":"2026-13-1"}`, "answer.not_date /from", ``, []string{"2026", "", "", "2026", "13", "1"}, "2026 2026 13 1", "2026 2026 13 1"},
		{"daterange: blank", rangeElement, []string{"", "", " ", "", "", ""}, ``, "", ``, nil, "", ""},
		{"daterange: blank parts", rangeElement, nil, `{"from":" ","to":""}`, "", ``, nil, "", ""},

		{"person: all of it", personElement, []string{" 王小明", "111", "110105 19491231 002x", "+86 138 0013 8000"}, `{"name":" 王小明","idType":"111","idNumber":"110105 19491231 002x","phone":"+86 138 0013 8000"}`, "",
			`{"name":"王小明","idType":"111","idNumber":"11010519491231002X","phone":"13800138000"}`, []string{"王小明", "111", "11010519491231002X", "13800138000"}, "王小明，居民身份证，110***********002X，138****8000", "王小明, Resident identity card, 110***********002X, 138****8000"},
		{"person: only a name", personElement, []string{"王小明", "", "", ""}, `{"name":"王小明"}`, "", `{"name":"王小明"}`, []string{"王小明", "", "", ""}, "王小明", "王小明"},
		{"person: no name", personElement, []string{"", "", "", "13800138000"}, `{"phone":"13800138000"}`, "answer.required /name", ``, []string{"", "", "", "13800138000"}, "138****8000", "138****8000"},
		{"person: a number of no kind", personElement, []string{"王", "", "E123", ""}, `{"name":"王","idNumber":"E123"}`, "answer.choose /idType", ``, []string{"王", "", "E123", ""}, "王***23", "王***23"},
		{"person: a kind of no number", personElement, []string{"王", "414", "", ""}, `{"name":"王","idType":"414"}`, "answer.required /idNumber", ``, []string{"王", "414", "", ""}, "王****", "王****"},
		{"person: a wrong check digit", personElement, nil, `{"name":"王","idType":"111","idNumber":"110105194912310021"}`, "answer.cn_resident_id_digit /idNumber", ``, []string{"王", "111", "110105194912310021", ""}, "王 1*****************0021", "王 1*****************0021"},
		{"person: a passport is taken as it is", personElement, nil, `{"name":"王","idType":"414","idNumber":"Ｅ１２３４５ "}`, "", `{"name":"王","idType":"414","idNumber":"E12345"}`, []string{"王", "414", "E12345", ""}, "王，普通护照，E***45", "王, Passport, E***45"},
		{"person: all is wanted", fullElement, nil, `{"name":"王","idType":"414","idNumber":"E1"}`, "answer.required /phone", ``, []string{"王", "414", "E1", ""}, "王 414 E1", "王 414 E1"},
		{"person: a strange member", personElement, nil, `{"name":"王","age":3}`, "answer.unknown /age", ``, []string{"王", "", "", ""}, "*", "*"},
		{"person: a member that is null", personElement, nil, `{"name":null}`, "answer.null /name", ``, []string{"null", "", "", ""}, "n***", "n***"},
		{"person: a member of the wrong type", personElement, nil, `{"name":{"a":[1]}}`, "answer.type /name", ``, []string{`{"a":[1]}`, "", "", ""}, "{******]}", "{******]}"},
		{"person: a string", personElement, []string{"王小明"}, `"王小明"`, "answer.type", ``, []string{"王小明"}, "王**", "王**"},
		{"person: its JSON in one value", personElement, []string{`{"name":"王"}`}, `{"name":"王"}`, "", `{"name":"王"}`, []string{"王", "", "", ""}, "王", "王"},
		{"person: an array", personElement, nil, `[{"name":"王"}]`, "answer.type", ``, []string{`[{"name":"王"}]`}, "[{\"*******王\"}]", "[{\"*******王\"}]"},
		{"person: empty", personElement, nil, `{}`, "", ``, nil, "", ""},

		{"organisation", orgElement, []string{"某某公司", "91350100m000100y43"}, `{"name":"某某公司","creditCode":"91350100m000100y43"}`, "", `{"name":"某某公司","creditCode":"91350100M000100Y43"}`, []string{"某某公司", "91350100M000100Y43"}, "某某公司，91350100M000100Y43", "某某公司, 91350100M000100Y43"},
		{"organisation: a wrong code", orgElement, nil, `{"name":"甲","creditCode":"91350100M000100Y44"}`, "answer.cn_uscc_digit /creditCode", ``, []string{"甲", "91350100M000100Y44"}, "甲 91350100M000100Y44", "甲 91350100M000100Y44"},
		{"organisation: the code is wanted", orgElement, nil, `{"name":"甲"}`, "answer.required /creditCode", ``, []string{"甲", ""}, "甲", "甲"},

		{"identity", identityElement, []string{"111", "11010519491231002x"}, `{"idType":"111","idNumber":"11010519491231002x"}`, "", `{"idType":"111","idNumber":"11010519491231002X"}`, []string{"111", "11010519491231002X"}, "居民身份证，110***********002X", "Resident identity card, 110***********002X"},
		{"identity: a kind that is none", identityElement, nil, `{"idType":"1","idNumber":"1"}`, "answer.not_in_list /idType", ``, []string{"1", "1"}, "1**", "1**"},
		{"identity: born tomorrow", identityElement, nil, `{"idType":"111","idNumber":"110105202605020023"}`, "answer.cn_resident_id_birth /idNumber", ``, []string{"111", "110105202605020023"}, "111***************0023", "111***************0023"},
		{"identity: the pack's own kinds", ownKindsElement, nil, `{"idType":"112","idNumber":"1"}`, "answer.not_in_list /idType", ``, []string{"112", "1"}, "112 1", "112 1"},

		{"address", addressElement, []string{"310104", "漕溪北路 1 号", "２０００３０"}, `{"division":"310104","detail":"漕溪北路 1 号","postcode":"２０００３０"}`, "", `{"division":"310104","detail":"漕溪北路 1 号","postcode":"200030"}`, []string{"310104", "漕溪北路 1 号", "200030"}, "上海市徐汇区漕溪北路 1 号（200030）", "漕溪北路 1 号, Xuhui, Shanghai, 200030"},
		{"address: without a postal code", addressElement, nil, `{"division":"810000","detail":"中环 1 号"}`, "", `{"division":"810000","detail":"中环 1 号"}`, []string{"810000", "中环 1 号", ""}, "香港特别行政区中环 1 号", "中环 1 号, Hong Kong"},
		{"address: a division with others below it", addressElement, nil, `{"division":"310000","detail":"x"}`, "answer.not_leaf /division", ``, []string{"310000", "x", ""}, "310000 x", "310000 x"},
		{"address: a postal code of five digits", addressElement, nil, `{"division":"310104","detail":"x","postcode":"20003"}`, "answer.pattern /postcode", ``, []string{"310104", "x", "20003"}, "310104 x 20003", "310104 x 20003"},
		{"address: no division", addressElement, nil, `{"detail":"x"}`, "answer.choose /division", ``, []string{"", "x", ""}, "x", "x"},
		{"address: masked", homeElement, nil, `{"division":"310104","detail":"漕溪北路"}`, "", `{"division":"310104","detail":"漕溪北路"}`, []string{"310104", "漕溪北路", ""}, "上海市徐汇区漕***", "漕***, Xuhui, Shanghai"},

		{"phone: mobile", phoneElement, []string{"+86 138-0013 8000"}, `"+86 138-0013 8000"`, "", `"13800138000"`, []string{"13800138000"}, "138****8000", "138****8000"},
		{"phone: landline", phoneElement, []string{"（021）5432 1234"}, `"（021）5432 1234"`, "", `"021-54321234"`, []string{"021-54321234"}, "021*****1234", "021*****1234"},
		{"phone: four digits of area", phoneElement, []string{"0512-65221234"}, `"0512-65221234"`, "", `"0512-65221234"`, []string{"0512-65221234"}, "051******1234", "051******1234"},
		{"phone: from abroad", phoneElement, []string{"+86 21 5432 1234"}, `"+86 21 5432 1234"`, "", `"021-54321234"`, []string{"021-54321234"}, "021*****1234", "021*****1234"},
		{"phone: Beijing from abroad", phoneElement, []string{"0086-10-65221234"}, `"0086-10-65221234"`, "", `"010-65221234"`, []string{"010-65221234"}, "010*****1234", "010*****1234"},
		{"phone: extension", phoneElement, []string{"021-54321234转801"}, `"021-54321234转801"`, "", `"021-54321234-801"`, []string{"021-54321234-801"}, "021*********-801", "021*********-801"},
		{"phone: a service line", phoneElement, []string{"400-800-1234"}, `"400-800-1234"`, "", `"4008001234"`, []string{"4008001234"}, "4*******34", "4*******34"},
		{"phone: no area code", phoneElement, []string{"54321234"}, `"54321234"`, "answer.phone", ``, []string{"54321234"}, "5*****34", "5*****34"},
		{"phone: letters", phoneElement, []string{"138OO138OOO"}, `"138OO138OOO"`, "answer.phone", ``, []string{"138OO138OOO"}, "138****8OOO", "138****8OOO"},
		{"phone: a local number cannot begin with 1", phoneElement, []string{"021-12345678"}, `"021-12345678"`, "answer.phone", ``, []string{"021-12345678"}, "021*****5678", "021*****5678"},

		{"email", emailElement, []string{" wang.xm＠example.com "}, `" wang.xm＠example.com "`, "", `"wang.xm@example.com"`, []string{"wang.xm@example.com"}, "w***@example.com", "w***@example.com"},
		{"email: a space inside", emailElement, []string{"wang xm@example.com"}, `"wang xm@example.com"`, "answer.email", ``, []string{"wang xm@example.com"}, "w***@example.com", "w***@example.com"},
		{"email: no domain", emailElement, []string{"wang@"}, `"wang@"`, "answer.email", ``, []string{"wang@"}, "w***@", "w***@"},

		{"url", urlElement, []string{"HTTPS://WWW.Example.CN/A?b=C#d"}, `"HTTPS://WWW.Example.CN/A?b=C#d"`, "", `"https://www.example.cn/A?b=C#d"`, []string{"https://www.example.cn/A?b=C#d"}, "https://www.example.cn/A?b=C#d", "https://www.example.cn/A?b=C#d"},
		{"url: without a scheme", urlElement, []string{"www.example.cn"}, `"www.example.cn"`, "", `"https://www.example.cn"`, []string{"https://www.example.cn"}, "https://www.example.cn", "https://www.example.cn"},
		{"url: javascript", urlElement, []string{"javascript:alert(1)"}, `"javascript:alert(1)"`, "answer.url", ``, []string{"javascript:alert(1)"}, "javascript:alert(1)", "javascript:alert(1)"},
		{"url: ftp", urlElement, []string{"ftp://example.cn"}, `"ftp://example.cn"`, "answer.url", ``, []string{"ftp://example.cn"}, "ftp://example.cn", "ftp://example.cn"},
		{"url: a user name", urlElement, []string{"https://bank.cn@evil.cn"}, `"https://bank.cn@evil.cn"`, "answer.url", ``, []string{"https://bank.cn@evil.cn"}, "https://bank.cn@evil.cn", "https://bank.cn@evil.cn"},
		{"url: a space", urlElement, []string{"https://a.cn/b c"}, `"https://a.cn/b c"`, "answer.url", ``, []string{"https://a.cn/b c"}, "https://a.cn/b c", "https://a.cn/b c"},
		{"url: no dot in the host", urlElement, []string{"http://localhost/x"}, `"http://localhost/x"`, "answer.url", ``, []string{"http://localhost/x"}, "http://localhost/x", "http://localhost/x"},
		{"url: a host in Chinese", urlElement, []string{"http://例子.中国/"}, `"http://例子.中国/"`, "", `"http://例子.中国/"`, []string{"http://例子.中国/"}, "http://例子.中国/", "http://例子.中国/"},
		{"url: too long", urlElement, []string{"https://a.cn/" + strings.Repeat("b", 50)}, `"https://a.cn/` + strings.Repeat("b", 50) + `"`, "answer.too_long", ``, []string{"https://a.cn/" + strings.Repeat("b", 50)}, "https://a.cn/" + strings.Repeat("b", 50), "https://a.cn/" + strings.Repeat("b", 50)},

		{"point", pointElement, []string{"121.4370", "31.1889"}, `{"longitude":121.437,"latitude":31.1889}`, "", `{"longitude":121.437,"latitude":31.1889}`, []string{"121.437", "31.1889"}, "东经 121.437°，北纬 31.1889°", "121.437° E, 31.1889° N"},
		{"point: south and west", pointElement, nil, `{"longitude":-0.5,"latitude":-90}`, "", `{"longitude":-0.5,"latitude":-90}`, []string{"-0.5", "-90"}, "西经 0.5°，南纬 90°", "0.5° W, 90° S"},
		{"point: beyond the pole", pointElement, nil, `{"longitude":0,"latitude":90.1}`, "answer.too_large /latitude", ``, []string{"0", "90.1"}, "0 90.1", "0 90.1"},
		{"point: beyond the date line", pointElement, nil, `{"longitude":-180.5,"latitude":0}`, "answer.too_small /longitude", ``, []string{"-180.5", "0"}, "-180.5 0", "-180.5 0"},
		{"point: half of it", pointElement, []string{"121", ""}, `{"longitude":121}`, "answer.required /latitude", ``, []string{"121", ""}, "121", "121"},
		{"point: in degrees and minutes", pointElement, []string{"121°26′", "31"}, `{"longitude":"121°26′","latitude":31}`, "answer.not_number /longitude", ``, []string{"121°26′", "31"}, "121°26′ 31", "121°26′ 31"},
		{"point: nine decimals", pointElement, nil, `{"longitude":0.123456789,"latitude":0}`, "answer.fraction_digits /longitude", ``, []string{"0.123456789", "0"}, "0.123456789 0", "0.123456789 0"},

		{"file: two", fileElement, []string{oneFile, "", twoFiles}, `[` + oneFile + `,` + twoFiles + `]`, "", `[` + oneFile + `,` + twoFiles + `]`, []string{oneFile, twoFiles}, "2 个文件", "2 files"},
		{"file: an empty list", fileElement, nil, `[]`, "", ``, nil, "", ""},
		{"file: not what the store answered", fileElement, []string{"photo.jpg"}, `["photo.jpg"]`, "answer.type", ``, []string{"photo.jpg"}, "p******pg", "p******pg"},
		{"file: three", fileElement, nil, `[` + oneFile + `,` + twoFiles + `,` + fileOf("f-3", "1", "image/png") + `]`, "answer.too_many_files", ``, []string{oneFile, twoFiles, fileOf("f-3", "1", "image/png")}, "", ""},
		{"file: twice the same", fileElement, nil, `[` + oneFile + `,` + oneFile + `]`, "answer.file_twice", ``, []string{oneFile, oneFile}, "", ""},
		{"file: of another type", fileElement, nil, `[` + fileOf("f", "1", "text/html") + `]`, "answer.file_type", ``, []string{fileOf("f", "1", "text/html")}, "", ""},
		{"file: a byte too large", fileElement, nil, `[` + fileOf("f", "1500001", "image/png") + `]`, "answer.file_too_large", ``, []string{fileOf("f", "1500001", "image/png")}, "", ""},
		{"file: a size beyond counting", fileElement, nil, `[` + fileOf("f", "9223372036854775807", "image/png") + `]`, "answer.file_too_large", ``, []string{fileOf("f", "9223372036854775807", "image/png")}, "", ""},
		{"file: an id that leads elsewhere", fileElement, nil, `[` + fileOf("../etc/passwd", "1", "image/png") + `]`, "answer.pattern /id", ``, []string{fileOf("../etc/passwd", "1", "image/png")}, "", ""},
		{"file: no digest", fileElement, nil, `[{"id":"f","name":"n","size":1,"media":"image/png"}]`, "answer.required /sha256", ``, []string{`{"id":"f","name":"n","size":1,"media":"image/png"}`}, "", ""},

		{"signature: typed", signatureElement, []string{"", "王小明", "", "2026-05-01"}, `{"name":"王小明","date":"2026-05-01"}`, "", `{"kind":"typed","name":"王小明","date":"2026-05-01"}`, []string{"typed", "王小明", "", "2026-05-01"}, "王小明，2026年5月1日", "王小明, 1 May 2026"},
		{"signature: drawn", signatureElement, []string{"drawn", "", "[[1,2,3,4],[5,6]]", "2026-05-01"}, `{"kind":"drawn","strokes":[[1,2,3,4],[5,6]],"date":"2026-05-01"}`, "", `{"kind":"drawn","strokes":[[1,2,3,4],[5,6]],"date":"2026-05-01"}`, []string{"drawn", "", "[[1,2,3,4],[5,6]]", "2026-05-01"}, "（手写），2026年5月1日", "(drawn), 1 May 2026"},
		{"signature: only the date is no signature", signatureElement, []string{"typed", "", "", "2026-05-01"}, `{"kind":"typed","date":"2026-05-01"}`, "", ``, nil, "", ""},
		{"signature: strokes under a typed name go", signatureElement, nil, `{"kind":"typed","name":"王","strokes":[[1,2]],"date":"2026-05-01"}`, "", `{"kind":"typed","name":"王","date":"2026-05-01"}`, []string{"typed", "王", "", "2026-05-01"}, "王，2026年5月1日", "王, 1 May 2026"},
		{"signature: drawn with nothing drawn", signatureElement, nil, `{"kind":"drawn","name":"王","date":"2026-05-01"}`, "answer.sign /strokes", ``, []string{"drawn", "王", "", "2026-05-01"}, "drawn 王 2026-05-01", "drawn 王 2026-05-01"},
		{"signature: of tomorrow", signatureElement, nil, `{"name":"王","date":"2026-05-02"}`, "answer.too_late /date", ``, []string{"", "王", "", "2026-05-02"}, "王 2026-05-02", "王 2026-05-02"},
		{"signature: undated", signatureElement, nil, `{"name":"王"}`, "answer.required /date", ``, []string{"", "王", "", ""}, "王", "王"},
		{"signature: an odd stroke", signatureElement, nil, `{"strokes":[[1,2,3]],"date":"2026-05-01"}`, "answer.strokes /strokes", ``, []string{"", "", "[[1,2,3]]", "2026-05-01"}, "[[1,2,3]] 2026-05-01", "[[1,2,3]] 2026-05-01"},
		{"signature: beyond the box", signatureElement, nil, `{"strokes":[[1,-2]],"date":"2026-05-01"}`, "answer.strokes /strokes", ``, []string{"", "", "[[1,-2]]", "2026-05-01"}, "[[1,-2]] 2026-05-01", "[[1,-2]] 2026-05-01"},
		{"signature: too many points", signatureElement, nil, `{"strokes":[[` + strings.Repeat("1,2,", 5000) + `1,2]],"date":"2026-05-01"}`, "answer.strokes /strokes", ``, []string{"", "", `[[` + strings.Repeat("1,2,", 5000) + `1,2]]`, "2026-05-01"}, "", ""},

		{"table", tableElement, []string{"5", "true", "138 0013 8000", "2026", "5", "1", "王", "0", "", "", "", "", "", ""}, `{"1":{"DE00108":5,"DE00603":true,"DE00006":"138 0013 8000","DE00602":"2026-05-01","DE00001":"王"},"2":{"DE00108":0}}`, "",
			`{"1":{"DE00108":5,"DE00603":true,"DE00006":"13800138000","DE00602":"2026-05-01","DE00001":"王"},"2":{"DE00108":0}}`, []string{"5", "true", "13800138000", "2026", "5", "1", "王", "0", "", "", "", "", "", ""},
			"窗口领取：从业人数 5 人，承诺声明 是，移动电话 13800138000，申请日期 2026年5月1日，姓名 王；邮寄：从业人数 0 人", "At the counter: Number of employees 5 people, Declaration Yes, Mobile number 13800138000, Date of application 1 May 2026, Name 王; By post: Number of employees 0 people"},
		{"table: a row is wanted", tableElement, nil, `{"1":{"DE00108":5}}`, "answer.required /2/DE00108", ``, []string{"5", "", "", "", "", "", "", "", "", "", "", "", "", ""}, "5", "5"},
		{"table: a cell out of range", tableElement, nil, `{"2":{"DE00108":100001},"1":{"DE00108":1}}`, "answer.too_large /2/DE00108", ``, []string{"1", "", "", "", "", "", "", "100001", "", "", "", "", "", ""}, "1 100001", "1 100001"},
		{"table: a cell's constant", tableElement, nil, `{"1":{"DE00108":1,"DE00603":false},"2":{"DE00108":1}}`, "answer.const /1/DE00603", ``, []string{"1", "false", "", "", "", "", "", "1", "", "", "", "", "", ""}, "1 false 1", "1 false 1"},
		{"table: a cell's format", tableElement, nil, `{"1":{"DE00108":1,"DE00006":"12"},"2":{"DE00108":1}}`, "answer.cn_mobile /1/DE00006", ``, []string{"1", "", "12", "", "", "", "", "1", "", "", "", "", "", ""}, "1 12 1", "1 12 1"},
		{"table: a cell of the wrong type", tableElement, nil, `{"1":{"DE00108":"五"}}`, "answer.not_integer /1/DE00108", ``, []string{"五", "", "", "", "", "", "", "", "", "", "", "", "", ""}, "五", "五"},
		{"table: a row that is none", tableElement, nil, `{"3":{"DE00108":5}}`, "answer.unknown /3", ``, make([]string, 14), "", ""},
		{"table: a column that is none", tableElement, nil, `{"1":{"DE00203":5}}`, "answer.unknown /1/DE00203", ``, make([]string, 14), "", ""},
		{"table: a row that is no object", tableElement, nil, `{"1":[5]}`, "answer.type /1", ``, make([]string, 14), "", ""},
		{"table: blank", tableElement, make([]string, 14), ``, "", ``, nil, "", ""},
		{"table: empty rows", tableElement, nil, `{"1":{},"2":{"DE00001":" "}}`, "", ``, nil, "", ""},

		{"code: of a hierarchy", leafElement, []string{"310104"}, `"310104"`, "", `"310104"`, []string{"310104"}, "上海市 / 徐汇区", "Shanghai / Xuhui"},
		{"code: with others below it", leafElement, []string{"310000"}, `"310000"`, "answer.not_leaf", ``, []string{"310000"}, "310000", "310000"},
		{"enum: one of them", enumElement, nil, `2.0`, "", `2`, []string{"2"}, "2", "2"},
		{"enum: none of them", enumElement, nil, `4`, "answer.enum", ``, []string{"4"}, "4", "4"},
		{"enum: of codes", someElement, nil, `["03","01"]`, "", `["01","03"]`, []string{"01", "03"}, "热食、生食", "Hot food, Raw food"},
		{"enum: not of codes", someElement, nil, `["01","02"]`, "answer.not_in_list", ``, []string{"01", "02"}, "01 02", "01 02"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			form := oneField(t, c.element)
			field, ok := form.Field("filing/X")
			if !ok {
				t.Fatal("no field")
			}
			if c.input != nil {
				if got := string(field.FromInput(c.input)); got != c.json {
					t.Fatalf("FromInput(%q) = %s, want %s", c.input, got, c.json)
				}
			}
			answers := `{}`
			if c.json != "" {
				answers = `{"filing":{"X":` + c.json + `}}`
			}
			r := form.Check([]byte(answers), may())
			var got string
			for _, p := range r.Problems {
				got += strings.TrimSpace(p.Code+" "+strings.TrimPrefix(p.Path, "filing/X")) + ";"
				for _, lang := range metamodel.Languages {
					if m := p.In(lang); m == "" || strings.ContainsAny(m, "{}") {
						t.Errorf("%s message %q", lang, m)
					}
				}
			}
			if strings.TrimSuffix(got, ";") != c.problem {
				t.Fatalf("problems %q %v, want %q", got, r.Problems, c.problem)
			}
			want := `{}`
			if c.stored != "" {
				want = `{"filing":{"X":` + c.stored + `}}`
			}
			if got := string(r.JSON()); got != want {
				t.Errorf("JSON %s, want %s", got, want)
			}
			if got := r.Typed("filing/X"); !slices.Equal(got, c.typed) {
				t.Errorf("Typed %q, want %q", got, c.typed)
			}
			for lang, want := range map[string]string{"zh": c.zh, "en": c.en} {
				if got := r.Display("filing/X", lang, true); got != want && (want != "" || c.problem == "") {
					t.Errorf("%s %q, want %q", lang, got, want)
				}
			}
			if c.typed != nil {
				// What the controls show comes back as the same answer.
				back := field.FromInput(r.Typed("filing/X"))
				again := form.Check([]byte(`{"filing":{"X":`+string(back)+`}}`), may())
				if !slices.Equal(again.Typed("filing/X"), r.Typed("filing/X")) && c.stored != "" {
					t.Errorf("came back as %s", back)
				}
			}
			if again := form.Check(r.JSON(), may()); string(again.JSON()) != want || len(again.Problems) > 0 {
				t.Errorf("checked again: %s %v", again.JSON(), again.Problems)
			}
		})
	}
}

func TestControlsAreNamedInTheOrderOfTheirValues(t *testing.T) {
	t.Parallel()
	for element, want := range map[string]string{
		timeElement: "", datetimeElement: ".date .time", rangeElement: ".from.y .from.m .from.d .to.y .to.m .to.d", personElement: ".name .idType .idNumber .phone",
		addressElement: ".division .detail .postcode", pointElement: ".longitude .latitude", signatureElement: ".kind .name .strokes .date", fileElement: "",
		tableElement: ".1.DE00108 .1.DE00603 .1.DE00006 .1.DE00602.y .1.DE00602.m .1.DE00602.d .1.DE00001 .2.DE00108 .2.DE00603 .2.DE00006 .2.DE00602.y .2.DE00602.m .2.DE00602.d .2.DE00001",
	} {
		f, _ := oneField(t, element).Field("filing/X")
		if got := strings.Join(f.Controls(), " "); got != want {
			t.Errorf("%s: %s", f.Control(), got)
		}
		if f.Control() != string(f.Element.Type) {
			t.Errorf("%s is drawn by %s", f.Element.Type, f.Control())
		}
	}
}

func TestThePartsOfACompositeAreFieldsOfTheirOwn(t *testing.T) {
	t.Parallel()
	f, _ := oneField(t, addressElement).Field("filing/X")
	var got []string
	for _, p := range f.Parts {
		got = append(got, p.Path+" "+p.Control()+" "+p.Label.In("en"))
	}
	if want := []string{"filing/X/division code Administrative division", "filing/X/detail string Street and number", "filing/X/postcode string Postal code"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if f.Parts[0].CodeList == nil || f.Parts[0].CodeList.ID != "CL_DIVISION" || f.CodeList != f.Parts[0].CodeList {
		t.Error("the division's code list")
	}
	id, _ := oneField(t, identityElement).Field("filing/X")
	if l := id.Parts[0].CodeList; l == nil || l.Entries[0].Code != "111" {
		t.Error("an identity has kinds of documents also when its element names no list")
	}
}

// Expressions read the members of composites, with their types.
func TestExpressionsReadMembers(t *testing.T) {
	t.Parallel()
	w := restaurant(t)
	var fields, refs []string
	answers := map[string]json.RawMessage{}
	for id, v := range map[string][2]string{
		"P": {personElement, `{"name":"王小明","idType":"111","idNumber":"11010519491231002X"}`}, "A": {addressElement, `{"division":"310104","detail":"x"}`},
		"R": {rangeElement, `{"from":"2026-05-01","to":"2026-05-31"}`}, "F": {fileElement, `[` + oneFile + `]`}, "L": {pointElement, `{"longitude":121.5,"latitude":31}`},
		"T": {anyTimeElement, `"09:30"`}, "D": {datetimeElement, `"2026-05-01T09:30:00+08:00"`}, "M": {moneyElement, `12.5`}, "B": {tableElement, `{"1":{"DE00108":5,"DE00001":"甲"},"2":{"DE00108":7}}`},
		"S": {signatureElement, `{"kind":"drawn","strokes":[[1,2],[3,4]],"date":"2026-05-01"}`}, "U": {urlElement, `"https://a.cn"`}, "N": {phoneElement, `"13800138000"`},
	} {
		e := decode[metamodel.Element](t, metamodel.KindElement, []byte(strings.Replace(v[0], `"X"`, `"`+id+`"`, 1)))
		w.elements[id] = e
		fields = append(fields, `"`+id+`": {"$ref": "element:`+id+`"}`)
		refs = append(refs, `"filing/`+id+`"`)
		answers[id] = json.RawMessage(v[1])
	}
	form := mustForm(t, w, `{"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "form:all", "x-title": {"zh": "一"}, "type": "object",
	 "properties": {"filing": {"type": "object", "x-subject": "filing", "properties": {`+strings.Join(fields, ",")+`}}},
	 "x-layout": {"sections": [{"id": "s", "title": {"zh": "一"}, "fields": [`+strings.Join(refs, ",")+`]}]}}`)
	body, _ := json.Marshal(map[string]any{"filing": answers})
	r := form.Check(body, may())
	if len(r.Problems) > 0 {
		t.Fatal(r.Problems)
	}
	env, ps := metamodel.NewEnv(form, nil, w)
	if ps.Failed() {
		t.Fatal(ps)
	}
	for source, want := range map[string]metamodel.Truth{
		"filing.P.name == '王小明' && filing.P.idNumber.startsWith('1101')": metamodel.True,
		"filing.P.idType == '414'":                                   metamodel.False,
		"codeName(filing.P.idType) == '居民身份证'":                       metamodel.True,
		"codeName(filing.A.division) == '徐汇区'":                       metamodel.True,
		"filing.P.phone == ''":                                       metamodel.Unknown,
		"has(filing.P.phone)":                                        metamodel.False,
		"has(filing.P.name) && has(filing.P)":                        metamodel.True,
		"filing.A.division in ['310104', '310105']":                  metamodel.True,
		"filing.R.to - filing.R.from >= duration('720h')":            metamodel.True,
		"filing.R.from > timestamp('2026-05-01T00:00:00Z')":          metamodel.False,
		"filing.F.size() == 1 && filing.F.all(f, f.size <= 1500000)": metamodel.True,
		"filing.F.exists(f, f.media == 'text/html')":                 metamodel.False,
		"filing.L.longitude > 121 && filing.L.latitude == 31":        metamodel.True,
		"filing.T >= duration('9h') && filing.T < duration('9h31m')": metamodel.True,
		"filing.D < timestamp('2026-05-01T01:30:01Z')":               metamodel.True,
		"filing.M * 2 == 25":                                         metamodel.True,
		"filing.B['1'].DE00108 + filing.B['2'].DE00108 == 12":        metamodel.True,
		"filing.B['2'].DE00001 == ''":                                metamodel.Unknown,
		"filing.B.all(r, filing.B[r].DE00108 > 4)":                   metamodel.True,
		"filing.B['3'].DE00108 == 1":                                 metamodel.Unknown,
		"filing.S.kind == 'drawn' && filing.S.strokes == 2":          metamodel.True,
		"filing.U.startsWith('https:') && filing.N.size() == 11":     metamodel.True,
	} {
		x, ps := env.Condition("x", source)
		if ps.Failed() {
			t.Errorf("%s: %v", source, ps)
			continue
		}
		if got := r.Eval(x); got != want {
			t.Errorf("%s: %v, want %v", source, got, want)
		}
	}
	for source, code := range map[string]string{
		"filing.P.age == 1":           "expr.unknown_name",
		"filing.P.idType == '1'":      "expr.unknown_code",
		"filing.A.division in ['1']":  "expr.unknown_code",
		"filing.P == '王'":             "expr.type",
		"filing.A.division > 5":       "expr.type",
		"filing.B['1'].DE00203 == 1":  "expr.unknown_name",
		"filing.F.id == 'x'":          "expr.type",
		"filing.L.longitude == 'x'":   "expr.type",
		"filing.R.from == '2026-5-1'": "expr.type",
	} {
		if _, ps := env.Condition("x", source); len(ps) != 1 || ps[0].Code != code {
			t.Errorf("%s: %v, want %s", source, ps, code)
		}
	}
}
