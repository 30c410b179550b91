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
	kindMalformed = kind("malformed", "“{keyword}”的值不正确：应为{expected}", "The value of “{keyword}” is wrong: expected {expected}")
	kindDialect   = kind("dialect", "“$schema”为“{uri}”，只支持 draft-07、2019-09 和 2020-12", "“$schema” is “{uri}”; draft-07, 2019-09 and 2020-12 are supported")
	kindRemote    = kind("remote", "“{keyword}”指向文档之外的“{uri}”，不会去获取；请把它放进 $defs", "“{keyword}” points outside the document, at “{uri}”, which is not fetched. Put it into $defs")
	kindDangling  = kind("dangling", "“{keyword}”所指的“{uri}”不存在", "“{keyword}” points at “{uri}”, which does not exist")
	kindEndless   = kind("endless", "“{keyword}”绕回自身，永远无法判断", "“{keyword}” leads back to itself without end")
	kindIdentity  = kind("identity", "标识“{uri}”出现两次", "The identifier “{uri}” appears twice")
	kindExpansion = kind("expansion", "展开引用后过大：一个值最多由 {limit} 个子模式判断", "It is too large when its references are followed: one value may be judged by {limit} subschemas at most")
	kindNesting   = kind("nesting", "引用链过长，最多 {limit} 层", "The chain of references is too long: {limit} at most")
	kindRegex     = kind("regex", "正则表达式“{pattern}”无法使用：{detail}", "The regular expression “{pattern}” cannot be used: {detail}")
	kindRegexes   = kind("regexes", "正则表达式合计过大", "The regular expressions are too large together")
	kindFormat    = kind("format", "不支持检查格式“{format}”", "The format “{format}” cannot be checked")
	kindContent   = kind("content", "不支持检查“{keyword}”为“{content}”的内容", "Content whose “{keyword}” is “{content}” cannot be checked")
	kindWork      = kind("work", "判断这份数据所需的步骤超过 {limit}", "Judging this instance takes more than {limit} steps")
	kindAnother   = note("other_draft", "“{keyword}”不属于 {draft}，按规定忽略", "“{keyword}” is no keyword of {draft} and is ignored, as the draft says")
)
