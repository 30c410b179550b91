package citizen_test

import (
	"net/http"
	"os"
	"testing"

	"github.com/onematter/onematter/catalog"
)

// Whoever applied reads how much longer it takes, until when, by which law and why.
func TestACitizenReadsThatTheTimeWasExtended(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p, ps := catalog.Read(os.DirFS("../../testpack/testdata/fair"))
	must(t, ps.Err())
	_, ps, err := s.cat.Publish(t.Context(), p, monday)
	must(t, err)
	must(t, ps.Err())
	must(t, s.engine.EnsureOrganisations(t.Context()))
	me := s.account("ming", "王小明", "", "citizen")
	r, err := s.engine.SubmitMatter(t.Context(), me, "SF", []byte(`{"applicant":{"SF1":"福满堂"},"fair":{"SF2":"人民广场","SF3":300}}`), "")
	must(t, err)
	head := s.account("head", "钱处长", "fair-office", "approver")
	_, err = s.engine.Extend(t.Context(), head, r.Case, 1, "", 5, "需要现场核查客流")
	must(t, err)
	b := s.browser()
	b.signIn("ming")
	b.get("/cases/"+r.Case).want(http.StatusOK).sees("2026年3月9日经批准延长 5 个工作日（依据：《行政许可法》第四十二条）。", "承诺时限延至 2026年3月25日。", "法定时限延至 2026年4月14日。", "理由：需要现场核查客流").
		sees("天数怎么算的（已用 0 / 12 个工作日）", "办结日期有变，因为：", "延长 5 个工作日（依据：《行政许可法》第四十二条）", "当日不计，自下一工作日起算").seesNot("钱处长")
	b.get("/cases/"+r.Case+"?lang=en").want(http.StatusOK).sees("the time was extended by 5 working days (by Administrative Licensing Law, article 42).", "Promised limit now until 25 March 2026.")
}
