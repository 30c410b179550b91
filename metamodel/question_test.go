package metamodel

import "testing"

func TestARefusalReadsWellForALabelThatIsAQuestion(t *testing.T) {
	t.Parallel()
	which := ZhEn("您属于哪一类人才？", "Which kind of skilled worker are you?")
	matters := ZhEn("您选房时看重什么？（最多三项）", "What matters to you? (at most three)")
	mixed := ZhEn("期望入住日期", "When would you like to move in?")
	for _, c := range []struct {
		fault  *fault
		label  Text
		zh, en string
	}{
		{failed(answerChoose), which, "请选择“您属于哪一类人才？”的答案", "Select the answer to “Which kind of skilled worker are you?”"},
		{failed(answerManyItems, "limit", 3), matters, "“您选房时看重什么？（最多三项）”的答案最多选择 3 项", "Select at most 3 for the answer to “What matters to you? (at most three)”"},
		{failed(answerTooEarly, "limit", "1"), mixed, "期望入住日期不能早于1", "The answer to “When would you like to move in?” must be 1 or later"},
		{failed(answerRequired), ZhEn("请填写姓名。", "Please enter your full name."), "请填写“请填写姓名。”的答案", "Enter the answer to “Please enter your full name.”"},
		{failed(answerRequired), ZhEn("电话", "Tel."), "请填写电话", "Enter tel."},
		{failed(answerRequired), ZhEn("？", "?"), "请填写？", "Enter ?"},
		{failed(answerRequired).in("number", ZhEn("号码", "Number")), which, "请填写“您属于哪一类人才？”的答案的号码", "Enter number (the answer to “Which kind of skilled worker are you?”)"},
		{failed(answerNotNumber, "like", (&fieldPlan{}).like("320", "12.5")).in("n", ZhEn("几个？", "How many?")), ZhEn("车辆", "Vehicles"), "车辆的“几个？”的答案须为数字，例如 320 或 12.5", "The answer to “How many?” (vehicles) must be a number, like 320 or 12.5"},
		{failed(answerTick), ZhEn("承诺声明", "Declaration"), "请勾选承诺声明", "Tick the box to confirm declaration"},
	} {
		p := c.fault.labelled("", c.label)
		if p.In("zh") != c.zh || p.In("en") != c.en {
			t.Errorf("got %s / %s\nwant %s / %s", p.In("zh"), p.In("en"), c.zh, c.en)
		}
		if again := answerTo(answerTo(c.label)); again.In("zh") != answerTo(c.label).In("zh") || again.In("en") != answerTo(c.label).In("en") {
			t.Errorf("put twice: %v", again)
		}
	}
}
