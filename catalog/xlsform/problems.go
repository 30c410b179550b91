package xlsform

import "github.com/onematter/onematter/metamodel"

// kind declares a problem that stops; note one that does not.
func kind(code, zh, en string) metamodel.Kind {
	return metamodel.Kind{Code: "xlsform." + code, Severity: metamodel.Error, Zh: zh, En: en}
}

func note(code, zh, en string) metamodel.Kind {
	return metamodel.Kind{Code: "xlsform." + code, Severity: metamodel.Warning, Zh: zh, En: en}
}

// What can be wrong with an XLSForm itself. What is right and has no
// counterpart here is no problem but an Untranslated.
var (
	kindNoSurvey    = kind("no-survey", "没有工作表 survey，不是 XLSForm", "there is no sheet “survey”: it is no XLSForm")
	kindTwoTabs     = kind("duplicate-sheet", "工作表“{name}”出现了两次", "the sheet “{name}” is there twice")
	kindNoColumn    = kind("missing-column", "缺少必需的列“{name}”", "the required column “{name}” is missing")
	kindTwoColumns  = kind("duplicate-column", "列“{name}”出现了两次", "the column “{name}” appears twice")
	kindEmpty       = kind("empty", "没有可以导入的题目", "there is no question to import")
	kindNoType      = kind("no-type", "缺少题目类型", "the type is missing")
	kindType        = kind("unknown-type", "不认识题目类型“{type}”", "the type “{type}” is not known")
	kindRefused     = kind("refused-type", "不支持“{type}”：请把选项写进 choices 工作表", "“{type}” is not supported: put the choices into the sheet “choices”")
	kindNoName      = kind("no-name", "缺少题目名称", "the name is missing")
	kindName        = kind("name", "“{name}”不能用作题目名称：以字母或下划线开头，只含字母、数字、下划线、连字符和点", "“{name}” is no name of a question: start with a letter or underscore; use letters, digits, underscores, hyphens and dots")
	kindTwice       = kind("duplicate-name", "名称“{name}”与第 {other} 行重复", "the name “{name}” is already in row {other}")
	kindNoEnd       = kind("not-closed", "“{type}”没有对应的结束行", "“{type}” is never ended")
	kindNoBegin     = kind("not-open", "“{type}”没有对应的开始行", "“{type}” ends what was not begun")
	kindCrossed     = kind("crossed", "“{type}”结束的是第 {other} 行的 {open}", "“{type}” cannot end the {open} of row {other}")
	kindTooDeep     = kind("too-deep", "嵌套超过 {limit} 层", "nested more than {limit} level(s) deep")
	kindTooMany     = kind("too-many", "题目超过 {limit} 行", "more than {limit} row(s) of questions")
	kindNoList      = kind("unknown-list", "choices 工作表中没有选项表“{list}”", "the sheet “choices” has no list “{list}”")
	kindNoListName  = kind("no-list-name", "没有写明选项表", "the list of choices is not named")
	kindChoice      = kind("choice", "选项缺少 list_name 或 name", "a choice needs a list_name and a name")
	kindChoiceName  = kind("choice-name", "选项“{name}”不能用作代码：最多 64 个字符；多选题的选项不能含空格", "the choice “{name}” cannot be a code: at most 64 characters, and no blanks where several can be selected")
	kindChoiceTwice = kind("duplicate-choice", "选项“{name}”与第 {other} 行重复", "the choice “{name}” is already in row {other}")
	kindSyntax      = kind("expression", "表达式第 {at} 个字符处有误：{what}", "the expression cannot be read at character {at}: {what}")
	kindNoQuestion  = kind("unknown-question", "没有题目“{name}”", "there is no question “{name}”")
	kindCycle       = kind("cycle", "计算互相依赖：{cycle}", "the calculations depend on each other: {cycle}")
	kindCondition   = kind("condition-cycle", "条件或计算互相依赖：{cycle}", "the conditions or calculations depend on each other: {cycle}")
	kindParameter   = kind("parameter", "参数“{name}”有误：“{value}”", "the parameter “{name}” cannot be read: “{value}”")
	kindLong        = kind("too-long", "文字超过 {limit} 个字符", "the text has more than {limit} character(s)")
	kindDefault     = kind("default", "默认值“{value}”不符合题目类型", "the default “{value}” does not fit the question's type")
	kindDefinition  = kind("definition", "生成的定义有误：{detail}", "the definition made of it is wrong: {detail}")
	kindMore        = kind("more", "另有 {n} 个问题未列出", "{n} more problem(s) (is|are) not listed")

	noteMeta       = note("metadata", "“{type}”是采集设备的信息，未导入", "“{type}” is about the device that collects and was not taken")
	noteColumn     = note("column", "列“{name}”没有对应的设置，未导入", "the column “{name}” has no counterpart and was not taken")
	noteSetting    = note("setting", "设置“{name}”没有对应的设置，未导入", "the setting “{name}” has no counterpart and was not taken")
	noteAppearance = note("appearance", "外观“{value}”没有对应的显示方式，按普通样式显示", "the appearance “{value}” has no counterpart; the question looks as usual")
	noteParameter  = note("parameter-unused", "参数“{name}”没有对应的设置，未导入", "the parameter “{name}” has no counterpart and was not taken")
	noteMessage    = note("required-message", "必填提示用统一的文字，“{value}”未导入", "what is missing is always said in the same words; “{value}” was not taken")
	noteMedia      = note("media", "题目附带的图片、音频或视频未导入", "the picture, sound or film beside the question was not taken")
	noteInsert     = note("insert", "文字中的答案“{name}”换成了题目的名称", "the answer “{name}” inside the text became the question's label")
	noteEditable   = note("computed", "答案由公式算出，填写人不能再改", "the answer is computed and can no longer be typed")
	noteRowNote    = note("note-in-repeat", "重复组内的说明改作这一组的提示", "the note inside a repeat became the hint of the repeat")
	noteName       = note("renamed", "“{name}”在表达式中写作“{key}”", "“{name}” is written “{key}” in expressions")
	noteOther      = note("or-other", "为“其他”选项增加了填写题“{key}”", "the question “{key}” was added for what “other” is")
	noteEmptyGroup = note("empty-group", "组“{name}”中没有导入任何题目", "nothing inside the group “{name}” was taken")
)
