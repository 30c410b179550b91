package sheets

import (
	"strings"
	"unicode"

	"github.com/mozillazg/go-pinyin"
)

// word is a name common enough to have an id and an English wording of its own.
type word struct{ id, en string }

// subjectWords are 角色 of forms. Their order is the order of topics in a
// merged form.
var subjectWords = map[string]word{
	"申请主体": {"applicant", "Applicant"}, "申请人": {"applicant", "Applicant"}, "法定代表人": {"legalRep", "Legal representative"},
	"股东": {"shareholder", "Shareholder"}, "经办人": {"agent", "Agent"}, "经营场所": {"premises", "Premises"},
	"从业人员": {"employee", "Employee"}, "食品安全管理员": {"foodSafetyManager", "Food safety manager"},
	"消防安全管理人": {"fireSafetyManager", "Fire safety manager"}, "招牌": {"signboard", "Signboard"},
	"办件": {"filing", "This filing"}, "监护人": {"guardian", "Guardian"}, "配偶": {"spouse", "Spouse"}, "子女": {"child", "Child"},
	"车辆": {"vehicle", "Vehicle"}, "建设项目": {"project", "Construction project"}, "负责人": {"personInCharge", "Person in charge"},
}

// subjectOrder is the order of topics; otherSubjects stands for those it does
// not know, in the order of the sheets: what is asked about comes before who asks.
var subjectOrder = []string{"applicant", "premises", "project", "legalRep", "personInCharge", "shareholder", otherSubjects, "agent", "foodSafetyManager", "employee", "fireSafetyManager", "signboard"}

const otherSubjects = ""

// departmentWords are names of departments without the level of government.
var departmentWords = map[string]word{
	"市场监督管理局": {"market-regulation", "Administration for Market Regulation"}, "市场监管局": {"market-regulation", "Administration for Market Regulation"},
	"消防救援支队": {"fire-rescue", "Fire and Rescue Detachment"}, "绿化和市容管理局": {"greenery-appearance", "Greenery and City Appearance Bureau"},
	"绿化市容局": {"greenery-appearance", "Greenery and City Appearance Bureau"}, "水务局": {"water", "Water Authority"},
	"生态环境局": {"ecology-environment", "Ecology and Environment Bureau"}, "人力资源和社会保障局": {"human-resources", "Human Resources and Social Security Bureau"},
	"人社局": {"human-resources", "Human Resources and Social Security Bureau"}, "行政服务中心": {"service-centre", "Administrative Service Centre"},
	"政务服务中心": {"service-centre", "Government Service Centre"}, "公安局": {"public-security", "Public Security Bureau"}, "卫健委": {"health", "Health Commission"},
	"卫生健康委员会": {"health", "Health Commission"}, "规划资源局": {"planning-resources", "Planning and Natural Resources Bureau"},
	"规划和自然资源局": {"planning-resources", "Planning and Natural Resources Bureau"}, "税务局": {"taxation", "Taxation Bureau"}, "民政局": {"civil-affairs", "Civil Affairs Bureau"},
	"住房和城乡建设局": {"housing-construction", "Housing and Urban-Rural Development Bureau"}, "文化和旅游局": {"culture-tourism", "Culture and Tourism Bureau"},
	"城市管理行政执法局": {"urban-management", "Urban Management and Law Enforcement Bureau"}, "教育局": {"education", "Education Bureau"}, "医疗保障局": {"healthcare-security", "Healthcare Security Administration"},
}

// levels of government before a department's name, and what they are in English.
var levels = []struct{ zh, en string }{{"区", "District "}, {"市", "Municipal "}, {"县", "County "}, {"省", "Provincial "}, {"街道", "Subdistrict "}, {"镇", "Town "}}

var roleWords = map[string]word{
	"窗口人员": {"clerk", "Counter clerk"}, "受理人员": {"clerk", "Counter clerk"}, "受理人": {"clerk", "Counter clerk"}, "审查人": {"reviewer", "Reviewer"}, "审查人员": {"reviewer", "Reviewer"},
	"审核人": {"reviewer", "Reviewer"}, "核查人员": {"inspector", "Inspector"}, "核查人": {"inspector", "Inspector"}, "勘验人员": {"inspector", "Inspector"}, "审批人": {"approver", "Approver"}, "审批人员": {"approver", "Approver"},
	"决定人": {"approver", "Approver"},
}

var stateWords = map[string]word{
	"受理": {"accept", "Acceptance"}, "审查": {"review", "Review"}, "审核": {"review", "Review"}, "现场核查": {"inspect", "On-site inspection"}, "现场勘验": {"inspect", "On-site inspection"},
	"决定": {"decide", "Decision"}, "核准": {"approve", "Approval"}, "审批": {"approve", "Approval"}, "办结": {"deliver", "Issue of the result"}, "送达": {"deliver", "Issue of the result"},
	"公示": {"publicise", "Public notice"}, "听证": {"hearing", "Hearing"}, "专家评审": {"expert-review", "Expert review"}, "收费": {"charge", "Payment"}, "制证": {"print", "Printing of the certificate"},
}

var eventWords = map[string]word{
	"通过": {"pass", "Pass"}, "补正": {"correct", "Ask for corrections"}, "不予受理": {"refuse", "Do not accept"}, "同意": {"approve", "Approve"}, "驳回": {"reject", "Reject"},
	"免核查": {"skip-inspection", "No inspection needed"}, "合格": {"qualified", "Meets the requirements"}, "不合格": {"unqualified", "Does not meet the requirements"},
	"整改": {"rectify", "Ask to put it right"}, "准予": {"grant", "Grant"}, "不予": {"deny", "Deny"}, "不予许可": {"deny", "Deny"}, "批准": {"approve", "Approve"}, "受理": {"pass", "Accept"},
	"退回": {"return", "Send back"}, "终止": {"end", "End"},
}

// sectionWords are 分组 of forms.
var sectionWords = map[string]word{
	"基本信息": {"basics", "Basic information"}, "场所信息": {"premises", "Premises"}, "经营场所": {"premises", "Business premises"}, "申请人": {"applicant", "Applicant"},
	"经办人": {"agent", "Agent"}, "委托代理人": {"agent", "Authorised agent"}, "联系人": {"contact", "Contact person"}, "法定代表人": {"legal-representative", "Legal representative"},
	"从业人员": {"employees", "Employees"}, "其他": {"other", "Other"}, "单位": {"organisation", "Organisation"}, "项目": {"project", "Project"}, "负责人": {"person-in-charge", "Person in charge"},
	"招牌": {"signboard", "Signboard"}, "经营信息": {"business", "Business information"}, "股东": {"shareholders", "Shareholders"}, "股东信息": {"shareholders", "Shareholders"},
	"食品安全管理人员": {"food-safety", "Food safety manager"}, "消防安全责任人": {"fire-responsible", "Person responsible for fire safety"},
	"消防安全管理人": {"fire-safety", "Fire safety manager"}, "设置人": {"owner", ""}, "酒类经营": {"alcohol", "Alcohol sales"}, "排水户": {"discharger", "Discharging entity"},
	"排水": {"discharge", "Discharge"}, "缴费经办人": {"contributions-agent", "Agent for contributions"}, "材料": {"materials", "Materials"}, "声明": {"declaration", "Declaration"},
}

var unitWords = map[string]string{
	"万元": "10,000 yuan", "元": "yuan", "年": "years", "月": "months", "日": "days", "天": "days", "人": "people", "平方米": "m²", "层": "storeys", "个": "", "米": "m", "立方米/日": "m³ a day",
	"立方米": "m³", "千克": "kg", "吨": "t", "公里": "km", "%": "%", "辆": "vehicles", "份": "copies",
}

// split takes the level of government off a department's name.
func splitLevel(name string) (level, rest string) {
	if _, whole := departmentWords[name]; whole {
		return "", name // 市场监管局 does not begin with 市
	}
	for _, l := range levels {
		if r, ok := strings.CutPrefix(name, l.zh); ok && len([]rune(r)) > 2 {
			return l.en, r
		}
	}
	return "", name
}

// departmentWord finds the id and English of a department's name.
func departmentWord(name string) (word, bool) {
	level, rest := splitLevel(name)
	w, ok := departmentWords[rest]
	if !ok {
		return word{slug(rest), ""}, false
	}
	w.en = level + w.en
	return w, true
}

// spell writes a name in ASCII words: Latin words as they are, Chinese in pinyin.
func spell(name string) []string {
	args := pinyin.NewArgs()
	var words []string
	var latin []rune
	flush := func() {
		if len(latin) > 0 {
			words = append(words, strings.ToLower(string(latin)))
			latin = nil
		}
	}
	for _, r := range name {
		switch {
		case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			latin = append(latin, r)
		case unicode.Is(unicode.Han, r):
			flush()
			if p := pinyin.SinglePinyin(r, args); len(p) > 0 {
				words = append(words, p[0])
			}
		default:
			flush()
		}
	}
	flush()
	return words
}

// slug is an id for files and states: xian-chang-he-cha.
func slug(name string) string {
	s := strings.Join(spell(name), "-")
	if s == "" || s[0] >= '0' && s[0] <= '9' {
		s = strings.TrimSuffix("x-"+s, "-")
	}
	return cut(s)
}

// camel is an id for subjects: zhaoPai.
func camel(name string) string {
	words := spell(name)
	for i, w := range words {
		if i > 0 {
			words[i] = strings.ToUpper(w[:1]) + w[1:]
		}
	}
	s := strings.Join(words, "")
	if s == "" || s[0] >= '0' && s[0] <= '9' {
		s = "x" + s
	}
	return cut(s)
}

func cut(s string) string {
	if len(s) > 48 {
		return strings.TrimRight(s[:48], "-")
	}
	return s
}
