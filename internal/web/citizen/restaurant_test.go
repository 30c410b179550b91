package citizen_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
)

// answers is everything the merged form asks of a restaurant of 320 m² with a
// signboard, alcohol, stoves and staff, by control.
func answers() url.Values {
	v := url.Values{
		"applicant/DE00101": {"上海市徐汇区福满堂餐饮有限公司"}, "applicant/DE00103": {"1130"}, "applicant/DE00104": {"50"},
		"applicant/DE00105": {"餐饮服务；酒类零售"}, "applicant/DE00107": {"20"}, "applicant/DE00108": {"12"},
		"applicant/DE00301": {"21"}, "applicant/DE00302": {"01", "02"}, "applicant/DE00303": {"false"},
		"applicant/DE00305": {"零售"}, "applicant/DE00306": {"白酒、啤酒、葡萄酒"},
		"premises/DE00201": {"310104"}, "premises/DE00202": {"上海市徐汇区天钥桥路 800 号"}, "premises/DE00203": {"320"},
		"premises/DE00204": {"2"}, "premises/DE00205": {"陈国华"},
		"premises/DE00207.y": {"2031"}, "premises/DE00207.m": {"12"}, "premises/DE00207.d": {"31"},
		"premises/DE00208": {"1"}, "premises/DE00209": {"2"}, "premises/DE00210": {"2"}, "premises/DE00211": {"120"},
		"premises/DE00212": {"false"}, "premises/DE00213": {"80"}, "premises/DE00214": {"1"}, "premises/DE00215": {"4"}, "premises/DE00216": {"110"},
		"premises/DE00501": {"12.5"}, "premises/DE00502": {"true"}, "premises/DE00503": {"厨房东侧沉淀池"}, "premises/DE00504": {"静电式"},
		"premises/DE00505": {"80"}, "premises/DE00506": {"6"},
		"signboard/DE00401": {"1"}, "signboard/DE00402": {"4.2"}, "signboard/DE00403": {"1.2"}, "signboard/DE00404": {"福满堂"}, "signboard/DE00405": {"true"},
		"legalRep/DE00002": {"1"}, "legalRep/DE00008": {"fu@example.cn"}, "legalRep/DE00009": {"上海市徐汇区"},
		"agent/DE00008": {"agent@example.cn"}, "agent/DE00010": {"上海市徐汇区天钥桥路 800 号"}, "agent/DE00011": {"200030"},
		"filing/DE00601": {"1"}, "filing/DE00602.y": {"2026"}, "filing/DE00602.m": {"3"}, "filing/DE00602.d": {"9"}, "filing/DE00603": {"true"},
		"shareholder.rows": {"1"}, "shareholder/0/DE00001": {"王小明"}, "shareholder/0/DE00005": {"310104198506150031"}, "shareholder/0/DE00104": {"50"},
		"employee.rows": {"1"}, "employee/0/DE00001": {"赵六"}, "employee/0/DE00005": {"310104199001020017"}, "employee/0/DE00014": {"厨师"},
		"employee/0/DE00012": {"J2026001"}, "employee/0/DE00013.y": {"2026"}, "employee/0/DE00013.m": {"12"}, "employee/0/DE00013.d": {"31"},
	}
	for _, p := range [][]string{
		{"legalRep", "王小明", "310104198506150031", "13800138000"}, {"agent", "王小明", "310104198506150031", "13800138000"},
		{"foodSafetyManager", "孙七", "11010519491231002X", "13900139000"}, {"fireSafetyManager", "周八", "11010519491231002X", "13700137000"},
	} {
		v.Set(p[0]+"/DE00001", p[1])
		v.Set(p[0]+"/DE00004", "111")
		v.Set(p[0]+"/DE00005", p[2])
		v.Set(p[0]+"/DE00006", p[3])
	}
	return v
}

const guided = "?Q1=1130&Q2=320&Q3=true&Q4=true&Q5=true&Q6=true&Q7=false"

// start opens a draft through the needs page and gives its address.
func (b *browser) start() string {
	b.t.Helper()
	b.get("/themes/T01/needs" + guided).want(http.StatusOK)
	v, err := url.ParseQuery(guided[1:])
	must(b.t, err)
	v.Set("theme", "T01")
	b.post("/drafts", v).want(http.StatusSeeOther)
	return b.header.Get("Location")
}

var sectionLink = regexp.MustCompile(`href="(/drafts/[^"]+/sections/[^"?]+)"`)
var materialLink = regexp.MustCompile(`href="(/drafts/[^"]+/materials/[^"?]+)"`)

func (b *browser) links(re *regexp.Regexp) []string {
	var list []string
	for _, m := range re.FindAllStringSubmatch(b.body, -1) {
		list = append(list, m[1])
	}
	return list
}

// fill answers every topic and uploads every material of a draft.
func (b *browser) fill(draft string) {
	b.t.Helper()
	b.get(draft).want(http.StatusOK)
	for _, section := range b.links(sectionLink) {
		for range 3 { // what one answer makes visible is asked on the same page
			b.get(section).want(http.StatusOK)
			v := answers()
			for k, list := range b.hidden() {
				v[k] = list
			}
			v.Set("action", "continue")
			b.post(section, v)
			if b.status == http.StatusSeeOther {
				break
			}
		}
		b.want(http.StatusSeeOther)
	}
	b.get(draft).want(http.StatusOK)
	for _, m := range b.links(materialLink) {
		b.get(m).want(http.StatusOK)
		b.upload(m, "file", "材料.png", picture(), url.Values{"action": {"upload"}}).want(http.StatusSeeOther)
	}
}

// submit files a filled draft and gives the case's id.
func (b *browser) submit(draft string) string {
	b.t.Helper()
	b.get(draft + "/check").want(http.StatusOK)
	b.post(draft+"/submit", b.hidden()).want(http.StatusSeeOther)
	to := b.header.Get("Location")
	id, ok := strings.CutSuffix(strings.TrimPrefix(to, "/cases/"), "/receipt")
	if !ok {
		b.t.Fatalf("submitting led to %s", to)
	}
	return id
}

var picture = sync.OnceValue(func() []byte {
	img := image.NewGray(image.Rect(0, 0, 24, 24))
	img.Set(3, 4, color.White)
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err)
	}
	return b.Bytes()
})
