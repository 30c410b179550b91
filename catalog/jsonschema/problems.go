package jsonschema

import "github.com/onematter/onematter/metamodel"

func kind(code, zh, en string) metamodel.Kind {
	return metamodel.Kind{Code: "schema." + code, Severity: metamodel.Error, Zh: zh, En: en}
}

func note(code, zh, en string) metamodel.Kind {
	return metamodel.Kind{Code: "schema." + code, Severity: metamodel.Warning, Zh: zh, En: en}
}

// Problems of a schema from outside. The path is where the keyword stands.
var (
	kindKeyword   = kind("keyword", "不支持关键字“{keyword}”", "The keyword “{keyword}” is not supported")
	kindNoSchema  = kind("malformed", "整个文件应为{expected}", "The file as a whole must be {expected}")
	kindMalformed = kind("malformed", "“{keyword}”的值不正确：应为{expected}", "The value of “{keyword}” is wrong: expected {expected}")
	kindDialect   = kind("dialect", "“$schema”为“{uri}”，只支持 draft-07、2019-09 和 2020-12", "“$schema” is “{uri}”; draft-07, 2019-09 and 2020-12 are supported")
	kindRemote    = kind("remote", "“{keyword}”指向文档之外的“{uri}”，不会去获取；请把它放进 $defs", "“{keyword}” points outside the document, at “{uri}”, which is not fetched. Put it into $defs")
	kindDangling  = kind("dangling", "“{keyword}”所指的“{uri}”不存在", "“{keyword}” points at “{uri}”, which does not exist")
	kindEndless   = kind("endless", "“{keyword}”绕回自身，永远无法判断", "“{keyword}” leads back to itself without end")
	kindIdentity  = kind("identity", "标识“{uri}”出现两次", "The identifier “{uri}” appears twice")
	kindExpansion = kind("expansion", "展开引用后过大：一个值最多由 {limit} 个子模式判断", "It is too large when its references are followed: one value may be judged by {limit} subschema(s) at most")
	kindNesting   = kind("nesting", "引用链过长，最多 {limit} 层", "The chain of references is too long: {limit} at most")
	kindRegex     = kind("regex", "正则表达式“{pattern}”无法使用：{detail}", "The regular expression “{pattern}” cannot be used: {detail}")
	kindRegexes   = kind("regexes", "正则表达式合计过大", "The regular expressions are too large together")
	kindFormat    = kind("format", "不支持检查格式“{format}”", "The format “{format}” cannot be checked")
	kindContent   = kind("content", "不支持检查“{keyword}”为“{content}”的内容", "Content whose “{keyword}” is “{content}” cannot be checked")
	kindWork      = kind("work", "判断这份数据所需的步骤超过 {limit}", "Judging this instance takes more than {limit} step(s)")
	kindAnother   = note("other_draft", "“{keyword}”不属于 {draft}，按规定忽略", "“{keyword}” is no keyword of {draft} and is ignored, as the draft says")
)

// Problems of making a form of a schema.
var (
	kindNotObject  = kind("not_object", "表单的模式须为对象（type: object），并至少有一个属性", "The schema of a form must be an object (type: object) with at least one property")
	kindNoForm     = kind("no_form", "“{keyword}”在表单中没有对应：{why}", "“{keyword}” has no counterpart in a form: {why}")
	kindRecursive  = kind("recursive", "“{keyword}”嵌套过深或没有尽头，表单最多嵌套 {limit} 层", "“{keyword}” nests too deep or without end; groups of a form nest at most {limit} deep")
	kindManyFields = kind("too_many_fields", "超过 {limit} 个字段", "More than {limit} field(s)")
	kindDisagree   = kind("disagrees", "表单与原模式对 {instance} 的判断不一致：模式认为{theirs}，表单认为{ours}", "The form and the schema disagree on {instance}: the schema says {theirs}, the form {ours}")
	kindNoneValid  = kind("none_valid", "原模式接受的 {count} 份数据，表单一份也不接受，这样的表单无法填写完成", "The form accepts none of the {count} instance(s) that the schema accepts; nobody could complete it")
	kindNothing    = kind("nothing", "没有给出模式", "No schema was given")

	kindNever    = kind("never", "“{keyword}”与旁边的要求矛盾，任何数据都不符合", "“{keyword}” contradicts what stands beside it: nothing can satisfy both")
	kindRange    = kind("never", "“{low}”和“{high}”无法同时满足", "No value can satisfy both “{low}” and “{high}”")
	kindUnknown  = kind("unknown", "不认识关键字“{keyword}”，不能悄悄忽略；自己的说明请以 x- 开头", "The keyword “{keyword}” is not known and is not passed over in silence; begin words of your own with x-")
	kindMistyped = kind("unknown", "不认识关键字“{keyword}”；是不是想写 {near}？", "The keyword “{keyword}” is not known. Did you mean {near}?")

	noteOwn      = note("own_word", "“{keyword}”是自定义的说明，表单没有采用", "“{keyword}” is a word of somebody's own; the form does not take it up")
	notePassed   = note("passed_over", "“{keyword}”没有采用：{why}", "“{keyword}” is passed over: {why}")
	noteOpen     = note("open", "模式允许其他属性，表单不接受", "The schema allows other properties; the form does not take them")
	noteType     = note("type_assumed", "没有 type，按对象处理", "There is no type; an object is assumed")
	noteDefault  = note("default_left_out", "默认值不符合字段，未采用", "The default does not fit the field and was left out")
	noteReadOnly = note("read_only", "只读而没有默认值，填表人无法填写", "It is read-only and has no default: nobody can fill it in")
	noteUnproved = note("unproved", "生成的 {count} 份数据中没有一份有效，验证说明不了什么", "None of the {count} generated instance(s) was valid; the proof says little")
	noteNarrow   = note("stricter", "格式“{format}”在表单中更严格：{why}", "The form is stricter about the format “{format}”: {why}")
)
