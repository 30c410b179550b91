package certificate_test

import (
	"bytes"
	"crypto/ed25519"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/catalog/certificate"
	"github.com/onematter/onematter/metamodel"
)

func newborn(t *testing.T) *catalog.Certificate {
	t.Helper()
	c, ok := newbornPack(t).Certificate("T02", day)
	if !ok {
		t.Fatal("no certificate")
	}
	return c
}

var day = time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC)

// newbornDelivered is the certificate with what the police deliver, and what
// really happened.
func newbornDelivered(t *testing.T, real *catalog.CertReal, given ...catalog.CertDelivery) *catalog.Certificate {
	t.Helper()
	c, ok := newbornPack(t).CertificateDelivered("T02", day, given)
	if !ok {
		t.Fatal("no certificate")
	}
	c.Real = real
	return c
}

var residence = catalog.CertDelivery{Kind: catalog.DeliveredField, Item: "mother/DE00009", Key: "mother/DE00005",
	Department: metamodel.ZhEn("区公安局", "District Public Security Bureau"), Source: metamodel.ZhEn("人口基础库", "Register of residents")}

func newbornPack(t *testing.T) *catalog.Release {
	t.Helper()
	var needs []*catalog.Release
	for _, name := range []string{"china-calendar", "having-a-baby"} {
		p, ps := catalog.Read(os.DirFS("../packs/" + name))
		if ps.Failed() {
			t.Fatal(ps)
		}
		r, ps := catalog.CompilePack(p, needs...)
		if ps.Failed() {
			t.Fatal(ps)
		}
		needs = append(needs, r)
	}
	return needs[1]
}

func TestACertificateReadsTheSameInEveryForm(t *testing.T) {
	t.Parallel()
	c := newborn(t)
	for lang, want := range map[string][]string{
		"zh": {"新生儿出生一件事", "填写项", "116", "46.9", "−60%", "共 1280 种情形，全部计算", "不用交的材料", "“出生医学证明签发”的结果，部门之间传递"},
		"en": {"A child is born", "Fields", "116", "46.9", "−60%", "1280 situations measured: all there are", "Documents not handed in", "passed on between departments"},
	} {
		page, err := certificate.HTML(c, nil, lang)
		if err != nil {
			t.Fatal(err)
		}
		for name, doc := range map[string]string{"text": certificate.Text(c, lang), "page": string(page)} {
			for _, w := range want {
				if !strings.Contains(doc, w) {
					t.Errorf("%s %s does not say %q", lang, name, w)
				}
			}
			if strings.Contains(doc, "{n}") || strings.Contains(doc, "<no value>") {
				t.Errorf("%s %s has a gap", lang, name)
			}
		}
	}
}

func TestWhatDepartmentsDeliverAndWhatReallyHappenedReadTheSameInEveryForm(t *testing.T) {
	t.Parallel()
	some := func(v float64) *float64 { return &v }
	real := &catalog.CertReal{From: "2025-11-26", To: "2026-11-26", Filed: 412, ComputedMinutes: some(16.24), FillMinutes: some(21.5), FillMinutesP90: some(44), Ended: 397, PromisedDays: some(9), TakenDays: some(6.5), TakenDaysP90: some(8)}
	for _, c := range []struct {
		name string
		cert *catalog.Certificate
		want map[string][]string
		not  string
	}{
		{"delivered", newbornDelivered(t, nil, residence), map[string][]string{
			"zh": {"再由部门提供", "母亲 · 户籍地址", "区公安局 · 人口基础库", "100%", "116", "46.9", "45.9", "按证书日期生效的数源认责"},
			"en": {"And delivered", "Mother · Registered residence", "District Public Security Bureau · Register of residents", "100%", "116", "46.9", "45.9", "duties in force on the day"},
		}, "412"},
		{"nothing delivered", newbornDelivered(t, nil), map[string][]string{"zh": {"目前没有部门确认提供"}, "en": {"No department has confirmed"}}, "人口基础库"},
		{"real", newbornDelivered(t, real, residence), map[string][]string{
			"zh": {"测算与实际", "2025-11-26 至 2026-11-26", "412", "16.2", "21.5", "44", "397", "6.5", "按这些办件各自的回答计算，所以与各种情形的平均不同"},
			"en": {"Promised and real", "2025-11-26 to 2026-11-26", "412", "16.2", "21.5", "44", "397", "6.5", "so they differ from the averages over all situations"},
		}, "NaN"},
		{"nothing real yet", newbornDelivered(t, &catalog.CertReal{From: "2025-11-26", To: "2026-11-26"}), map[string][]string{"zh": {"暂无实际数据"}, "en": {"no real figures yet"}}, "—"},
	} {
		for lang, want := range c.want {
			page, err := certificate.HTML(c.cert, nil, lang)
			if err != nil {
				t.Fatal(err)
			}
			book, err := certificate.Workbook(c.cert, lang)
			if err != nil {
				t.Fatal(err)
			}
			if paper, err := certificate.PDF(c.cert, nil, lang); err != nil || !bytes.HasPrefix(paper, []byte("%PDF-1.")) {
				t.Errorf("%s, %s: no paper, %v", c.name, lang, err)
			}
			for form, doc := range map[string]string{"text": certificate.Text(c.cert, lang), "page": string(page), "workbook": cells(t, book)} {
				for _, w := range want {
					if form == "workbook" && (w == "100%" || strings.Contains(w, " · 人口") || strings.Contains(w, " · Register of")) {
						continue // a share is a number there, and a giver two cells
					}
					if !strings.Contains(doc, w) {
						t.Errorf("%s, %s: the %s does not say %q", c.name, lang, form, w)
					}
				}
				if strings.Contains(doc, c.not) || strings.Contains(doc, "%!") {
					t.Errorf("%s, %s: the %s says %q", c.name, lang, form, c.not)
				}
			}
		}
	}
}

// cells are the texts of a workbook.
func cells(t *testing.T, doc []byte) string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(doc))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out strings.Builder
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			out.WriteString(strings.Join(row, "\t") + "\n")
		}
	}
	return out.String()
}

func TestAWorkbookOfACertificateHasEverySituation(t *testing.T) {
	t.Parallel()
	c := newborn(t)
	doc, err := certificate.Workbook(c, "en")
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(doc))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("By kind of situation")
	if err != nil || len(rows) != len(c.Rows)+1 {
		t.Fatalf("%d rows for %d situations, %v", len(rows), len(c.Rows), err)
	}
	if rows, err = f.GetRows("Documents not handed in"); err != nil || len(rows) != len(c.Spared)+1 {
		t.Errorf("%d rows for %d documents, %v", len(rows), len(c.Spared), err)
	}
	again, err := certificate.Workbook(c, "en")
	if err != nil || len(again) != len(doc) {
		t.Errorf("another workbook: %d and %d bytes, %v", len(doc), len(again), err)
	}
}

func TestNamesInACertificateAreTextAndNothingElse(t *testing.T) {
	t.Parallel()
	c := newborn(t)
	c.Name = metamodel.Zh(`<script>alert(1)</script>`)
	c.Rows[0].Example[0].Label = metamodel.Zh(`"><img src=x onerror=alert(1)>`)
	page, err := certificate.HTML(c, nil, "zh")
	if err != nil {
		t.Fatal(err)
	}
	if s := string(page); strings.Contains(s, "<script") || strings.Contains(s, "<img") || !strings.Contains(s, "&lt;script&gt;") {
		t.Error("a name became a part of the page")
	}
}

func TestACertificateOnPaperIsTheSameBytesEveryTime(t *testing.T) {
	t.Parallel()
	c := newborn(t)
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	signed := catalog.SignCertificate(c, key, time.Date(2026, 11, 26, 8, 0, 0, 0, time.UTC))
	c.Name = metamodel.ZhEn(strings.Repeat("一个名字很长很长的主题（含𠮷字与😀）", 20), strings.Repeat("Averylongnamethatnothingbreaks", 30))
	for _, lang := range []string{"zh", "en"} {
		for _, s := range []*catalog.SignedCertificate{nil, &signed} {
			doc, err := certificate.PDF(c, s, lang)
			if err != nil {
				t.Fatal(err)
			}
			again, err := certificate.PDF(c, s, lang)
			if err != nil || !bytes.Equal(doc, again) {
				t.Errorf("%s: another paper for the same certificate, %v", lang, err)
			}
			if !bytes.HasPrefix(doc, []byte("%PDF-1.")) || !bytes.Contains(doc, []byte("/FontFile2")) {
				t.Errorf("%s: no PDF with its font inside", lang)
			}
		}
	}
}

// A signature alone on a page could be of anything.
func TestWhatIsSignedNeverStandsAloneOnThePaper(t *testing.T) {
	t.Parallel()
	c := newborn(t)
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	counts := map[int]bool{}
	for n := range 12 { // over more than a page in all
		if n > 0 {
			for range 3 {
				c.Matters = append(c.Matters, catalog.CertMatter{ID: "N99", Name: metamodel.Zh("又一事项"), Department: metamodel.Zh("部门")})
			}
		}
		signed := catalog.SignCertificate(c, key, time.Date(2026, 11, 26, 8, 0, 0, 0, time.UTC))
		doc, err := certificate.PDF(c, &signed, "zh")
		if err != nil {
			t.Fatal(err)
		}
		pages := certificate.Pages(t, doc)
		counts[len(pages)] = true
		if last := pages[len(pages)-1]; !strings.Contains(last, "怎么算的") || !strings.Contains(last, "资源包") || !strings.Contains(last, signed.Key) {
			t.Errorf("with %d matters the last of %d pages has %.80q", len(c.Matters), len(pages), last)
		}
	}
	if len(counts) < 2 {
		t.Errorf("all have %v pages: too little was tried", counts)
	}
}

func TestLinesOfAPaperAreBrokenWhereTheyMayBe(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text  string
		width float64
		want  []string
	}{
		{"改革前：每个事项，各填一张表。", 21, []string{"改革前：每", "个事项，各", "填一张表。"}},
		{"one two three", 15, []string{"one two", "three"}},
		{"unbreakable", 10, []string{"unbre", "akabl", "e"}},
		{"", 10, nil},
	} {
		got, err := certificate.Wrap(c.text, c.width)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q in %v mm: %q, want %q", c.text, c.width, got, c.want)
		}
	}
}
