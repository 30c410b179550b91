package metamodel

import (
	"unicode"
	"unicode/utf8"
)

// Problems of a document that is not acceptable JSON. {offset} counts bytes
// from 0.
var (
	gateTooLarge  = Kind{Code: "json.too_large", Zh: "内容有 {size} 字节，超过 {limit} 字节的上限，请缩减后重试", En: "The document has {size} byte(s); the limit is {limit}. Make it smaller and try again"}
	gateSyntax    = Kind{Code: "json.syntax", Zh: "第 {offset} 字节处不是正确的 JSON：{what}", En: "Not valid JSON at byte {offset}: {what}"}
	gateUTF8      = Kind{Code: "json.utf8", Zh: "第 {offset} 字节处不是 UTF-8 编码，请改用 UTF-8", En: "Not UTF-8 at byte {offset}. Save the document as UTF-8"}
	gateDuplicate = Kind{Code: "json.duplicate_key", Zh: "第 {offset} 字节处重复出现“{key}”，请只保留一个", En: "The key “{key}” appears twice (byte {offset}). Keep one"}
	gateDepth     = Kind{Code: "json.too_deep", Zh: "第 {offset} 字节处嵌套超过 {limit} 层", En: "Nested more than {limit} level(s) deep at byte {offset}"}
	gateNodes     = Kind{Code: "json.too_many_values", Zh: "内容超过 {limit} 个值（第 {offset} 字节处）", En: "More than {limit} value(s) (at byte {offset})"}
	gateNumber    = Kind{Code: "json.number_too_long", Zh: "第 {offset} 字节处的数字超过 {limit} 个字符", En: "The number at byte {offset} has more than {limit} character(s)"}
	gateExponent  = Kind{Code: "json.exponent", Zh: "第 {offset} 字节处的数字指数超过 {limit}", En: "The number at byte {offset} has an exponent beyond {limit}"}
)

// Problems of answers, in the words shown beside the field. {label} is the
// field's label.
var (
	answerUnknown     = Kind{Code: "answer.unknown", Zh: "表单中没有“{name}”这一项，请删除", En: "The form has no field “{name}”. Remove it"}
	answerRequired    = Kind{Code: "answer.required", Zh: "请填写{label}", En: "Enter {label}"}
	answerUncomputed  = Kind{Code: "answer.uncomputed", Zh: "{label}由系统根据其他答案计算，现在还算不出来；请先填写：{inputs}", En: "{label} is worked out from other answers and cannot be yet. First answer: {inputs}"}
	answerChoose      = Kind{Code: "answer.choose", Zh: "请选择{label}", En: "Select {label}"}
	answerTick        = Kind{Code: "answer.tick", Zh: "请勾选{label}", En: "Tick the box to confirm {label}"}
	answerType        = Kind{Code: "answer.type", Zh: "{label}的数据类型不对，应为{expected}", En: "{label} has the wrong data type; it must be {expected}"}
	answerNull        = Kind{Code: "answer.null", Zh: "{label}为 null，没有内容时请不要提交这一项", En: "{label} is null. Leave it out when there is no answer"}
	answerNotNumber   = Kind{Code: "answer.not_number", Zh: "{label}须为数字{like}", En: "{label} must be a number{like}"}
	answerNotInteger  = Kind{Code: "answer.not_integer", Zh: "{label}须为整数{like}", En: "{label} must be a whole number{like}"}
	answerHugeNumber  = Kind{Code: "answer.number_too_long", Zh: "{label}的数字太长，请核对", En: "{label} has too many digits. Check the number"}
	answerNotDate     = Kind{Code: "answer.not_date", Zh: "{label}须为真实的日期，例如 2026年5月1日", En: "{label} must be a real date, like 1 May 2026"}
	answerNotBoolean  = Kind{Code: "answer.not_boolean", Zh: "请为{label}选择“是”或“否”", En: "Select “Yes” or “No” for {label}"}
	answerNotInList   = Kind{Code: "answer.not_in_list", Zh: "请从列表中选择{label}", En: "Select {label} from the list"}
	answerCodeTwice   = Kind{Code: "answer.code_twice", Zh: "{label}重复选择了“{name}”", En: "{label} has “{name}” twice"}
	answerControl     = Kind{Code: "answer.control_character", Zh: "{label}含有无法显示的字符，请重新输入", En: "{label} contains characters that cannot be shown. Type it again"}
	answerTooShort    = Kind{Code: "answer.too_short", Zh: "{label}至少 {limit} 个字", En: "{label} must be at least {limit} character(s)"}
	answerTooLong     = Kind{Code: "answer.too_long", Zh: "{label}最多 {limit} 个字，现有 {length} 个字", En: "{label} must be {limit} character(s) or fewer; it has {length}"}
	answerPattern     = Kind{Code: "answer.pattern", Zh: "{label}的格式不正确，请核对后重新填写", En: "{label} is not in the right format. Check it and enter it again"}
	answerTooSmall    = Kind{Code: "answer.too_small", Zh: "{label}不能小于 {limit}", En: "{label} must be {limit} or more"}
	answerTooLarge    = Kind{Code: "answer.too_large", Zh: "{label}不能大于 {limit}", En: "{label} must be {limit} or less"}
	answerNotAbove    = Kind{Code: "answer.not_above", Zh: "{label}须大于 {limit}", En: "{label} must be more than {limit}"}
	answerNotBelow    = Kind{Code: "answer.not_below", Zh: "{label}须小于 {limit}", En: "{label} must be less than {limit}"}
	answerIntDigits   = Kind{Code: "answer.integer_digits", Zh: "{label}整数部分最多 {limit} 位", En: "{label} can have at most {limit} digit(s) before the decimal point"}
	answerFracDigits  = Kind{Code: "answer.fraction_digits", Zh: "{label}最多保留 {limit} 位小数", En: "{label} can have at most {limit} decimal place(s)"}
	answerNoFraction  = Kind{Code: "answer.fraction_digits", Zh: "{label}不能有小数", En: "{label} cannot have decimal places"}
	answerTooEarly    = Kind{Code: "answer.too_early", Zh: "{label}不能早于{limit}", En: "{label} must be {limit} or later"}
	answerTooLate     = Kind{Code: "answer.too_late", Zh: "{label}不能晚于{limit}", En: "{label} must be {limit} or earlier"}
	answerConst       = Kind{Code: "answer.const", Zh: "{label}须为“{value}”", En: "{label} must be “{value}”"}
	answerFewItems    = Kind{Code: "answer.too_few_items", Zh: "{label}至少选择 {limit} 项", En: "Select at least {limit} for {label}"}
	answerManyItems   = Kind{Code: "answer.too_many_items", Zh: "{label}最多选择 {limit} 项", En: "Select at most {limit} for {label}"}
	answerFewRows     = Kind{Code: "answer.too_few_rows", Zh: "请至少填写 {limit} 条{label}", En: "Add at least {limit} to {label}"}
	answerManyRows    = Kind{Code: "answer.too_many_rows", Zh: "{label}最多填写 {limit} 条，请删除多余的", En: "{label} can have at most {limit} entr(y|ies). Remove some"}
	answerAllRows     = Kind{Code: "answer.too_many_rows_all", Zh: "整份表单最多填写 {limit} 条，{label}还有内容没有读入，请删除多余的", En: "The whole form can have at most {limit} entr(y|ies); some of {label} were not read. Remove some"}
	answerEmail       = Kind{Code: "answer.email", Zh: "请填写正确的{label}，例如 name@example.com", En: "Enter {label} in the right format, like name@example.com"}
	answerMobile      = Kind{Code: "answer.cn_mobile", Zh: "请填写正确的{label}，11 位数字，例如 138 0013 8000", En: "Enter {label} as an 11-digit mainland mobile number, like 138 0013 8000"}
	answerIDShape     = Kind{Code: "answer.cn_resident_id", Zh: "{label}须为 18 位，前 17 位是数字，最后一位是数字或 X", En: "{label} must have 18 characters: 17 digits, then a digit or X"}
	answerIDRegion    = Kind{Code: "answer.cn_resident_id_region", Zh: "{label}的前 6 位不是行政区划代码，请核对", En: "The first 6 digits of {label} are not a region code. Check them"}
	answerIDBirth     = Kind{Code: "answer.cn_resident_id_birth", Zh: "{label}第 7 至 14 位不是真实的出生日期，请核对", En: "Digits 7 to 14 of {label} are not a real date of birth. Check them"}
	answerIDDigit     = Kind{Code: "answer.cn_resident_id_digit", Zh: "{label}的校验码不符，请逐位核对", En: "The check digit of {label} does not match. Check every digit"}
	answerUSCCShape   = Kind{Code: "answer.cn_uscc", Zh: "{label}须为 18 位数字或大写字母，不含 I、O、S、V、Z", En: "{label} must have 18 digits or capital letters, without I, O, S, V or Z"}
	answerUSCCDigit   = Kind{Code: "answer.cn_uscc_digit", Zh: "{label}的校验码不符，请逐位核对", En: "The check character of {label} does not match. Check every character"}
	answerNotLeaf     = Kind{Code: "answer.not_leaf", Zh: "“{name}”之下还有更细的分类，请为{label}选到最末一级", En: "“{name}” has finer entries below it. Select one of those for {label}"}
	answerEnum        = Kind{Code: "answer.enum", Zh: "{label}只能是：{choices}", En: "{label} must be one of: {choices}"}
	answerNotMoney    = Kind{Code: "answer.not_money", Zh: "{label}须为金额{like}", En: "{label} must be an amount{like}"}
	answerNotTime     = Kind{Code: "answer.not_time", Zh: "{label}须为时间，例如 09:30", En: "{label} must be a time, like 09:30"}
	answerNotDateTime = Kind{Code: "answer.not_datetime", Zh: "{label}须为真实的日期和时间，例如 2026年5月1日 09:30", En: "{label} must be a real date and time, like 1 May 2026, 09:30"}
	answerRangeTurned = Kind{Code: "answer.range_turned", Zh: "{label}不能早于开始日期（{from}）", En: "{label} must be {from} (the first day) or later"}
	answerRangeLong   = Kind{Code: "answer.range_too_long", Zh: "{label}最长 {limit} 天，现为 {length} 天", En: "{label} can be at most {limit} day(s); it has {length}"}
	answerPhone       = Kind{Code: "answer.phone", Zh: "请填写正确的{label}：手机号码，或带区号的固定电话，例如 138 0013 8000 或 021-5432 1234", En: "Enter {label} as a mobile number or a landline with its area code, like 138 0013 8000 or 021-5432 1234"}
	answerURL         = Kind{Code: "answer.url", Zh: "请填写正确的{label}，以 http:// 或 https:// 开头，例如 https://www.example.cn", En: "Enter {label} as a web address that begins with http:// or https://, like https://www.example.cn"}
	answerUpload      = Kind{Code: "answer.upload", Zh: "请上传{label}", En: "Upload {label}"}
	answerFewFiles    = Kind{Code: "answer.too_few_files", Zh: "{label}至少上传 {limit} 个文件", En: "Upload at least {limit} file(s) for {label}"}
	answerManyFiles   = Kind{Code: "answer.too_many_files", Zh: "{label}最多上传 {limit} 个文件，请删除多余的", En: "{label} can have at most {limit} file(s). Remove some"}
	answerFileTwice   = Kind{Code: "answer.file_twice", Zh: "{label}中的文件“{name}”重复了，请删除一个", En: "The file “{name}” is in {label} twice. Remove one"}
	answerFileMedia   = Kind{Code: "answer.file_type", Zh: "{label}中的文件“{name}”类型不对，可用的类型：{media}", En: "The file “{name}” of {label} has the wrong type. Use one of: {media}"}
	answerFileLarge   = Kind{Code: "answer.file_too_large", Zh: "{label}中的文件“{name}”超过 {limit}，请缩小后重新上传", En: "The file “{name}” of {label} is larger than {limit}. Make it smaller and upload it again"}
	answerSign        = Kind{Code: "answer.sign", Zh: "请签署{label}", En: "Sign {label}"}
	answerStrokes     = Kind{Code: "answer.strokes", Zh: "{label}无法读取，请重新签名", En: "{label} cannot be read. Sign again"}
	answerCheckCode   = "answer.check"
	answerTooManyText = Kind{Code: "answer.unknown_more", Zh: "还有更多表单中没有的项，未逐一列出", En: "There are more answers the form has no field for; they are not listed"}
)

// Problems of a result beside the answers of its case. {number} and {field} are
// labels.
var (
	resultBirth = Kind{Code: "result.birth_date", Zh: "{number}第 7 至 14 位是 {born}，与本办件的{field}不符，请核对", En: "Digits 7 to 14 of {number} say {born}, which is not {field} of this case. Check both"}
	resultSex   = Kind{Code: "result.sex", Zh: "{number}第 17 位表示{sex}，与本办件的{field}不符，请核对", En: "Digit 17 of {number} says {sex}, which is not {field} of this case. Check both"}

	resultCheckField = Kind{Code: "result.check_field", Zh: "校验要显示在结果的“{path}”旁，但本事项的结果没有这一项", En: "The check is told beside “{path}”, which the result does not yield"}
	resultCheckIdle  = Kind{Code: "result.check_idle", Zh: "校验没有用到结果中的任何一项，出具结果时无从校验", En: "The check reads nothing that the result yields, so no result can fail it"}

	resultCheckCode = "result.check"
)

// Problems of definitions on the way in.
var (
	defUnknownKind = Kind{Code: "definition.kind", Zh: "不支持“{kind}”这类定义", En: "Definitions of kind “{kind}” are not supported"}
	defSchema      = Kind{Code: "definition.schema", Zh: "不符合定义的格式：{detail}", En: "Does not follow the definition's schema: {detail}"}
	defUnknownKey  = Kind{Code: "definition.unknown_key", Zh: "不支持“{key}”，请删除或改正拼写", En: "“{key}” is not supported. Remove it or correct its spelling"}
	defRequired    = Kind{Code: "definition.required", Zh: "缺少“{key}”", En: "“{key}” is missing"}
	defType        = Kind{Code: "definition.type", Zh: "类型应为{expected}", En: "Must be {expected}"}
	defEmpty       = Kind{Code: "definition.empty", Zh: "不能为空", En: "Must not be empty"}
	defMin         = Kind{Code: "definition.too_small", Zh: "不能小于 {limit}", En: "Must be {limit} or more"}
	defMax         = Kind{Code: "definition.too_large", Zh: "不能大于 {limit}", En: "Must be {limit} or less"}
	defMinLength   = Kind{Code: "definition.too_short", Zh: "至少 {limit} 个字符或项", En: "Too short: the least is {limit} (characters or items)"}
	defMaxLength   = Kind{Code: "definition.too_long", Zh: "最多 {limit} 个字符或项", En: "Too long: the most is {limit} (characters or items)"}
	defOneOf       = Kind{Code: "definition.one_of", Zh: "只能是：{choices}", En: "Must be one of: {choices}"}
	defPattern     = Kind{Code: "definition.pattern", Zh: "格式应为：{pattern}", En: "Must be {pattern}"}
	defUnseen      = Kind{Code: "definition.unseen_character", Zh: "文字中有看不见的字符 {char}，请删去", En: "The text has the invisible character {char}. Remove it"}
	defUnseenKey   = Kind{Code: "definition.unseen_character_in_key", Zh: "键名中有看不见的字符 {char}，请删去", En: "A key has the invisible character {char}. Remove it"}
	defTwice       = Kind{Code: "definition.twice", Zh: "“{value}”重复出现", En: "“{value}” appears twice"}
	defReserved    = Kind{Code: "definition.reserved", Zh: "“{name}”是表达式的保留字，不能用作标识，请换一个", En: "“{name}” is reserved in expressions and cannot be an identifier. Choose another"}
	defInvalid     = Kind{Code: "definition.invalid", Zh: "不符合要求“{rule}”", En: "Does not meet the rule “{rule}”"}
)

// Problems of forms and elements.
var (
	formID             = Kind{Code: "form.id", Zh: "$id 须以“form:”开头，例如 form:M02", En: "$id must start with “form:”, like form:M02"}
	formNull           = Kind{Code: "form.null", Zh: "内容为空", En: "Is null"}
	formGroupName      = Kind{Code: "form.group_name", Zh: "“{name}”不能用作角色标识：须以小写字母开头，只含字母和数字，且不是表达式保留字", En: "“{name}” cannot name a group: start with a lowercase letter, use letters and digits only, and avoid words reserved in expressions"}
	formFieldName      = Kind{Code: "form.field_name", Zh: "“{name}”不能用作字段标识：须与数据元标识“{element}”一致", En: "“{name}” cannot name a field: it must be the element's identifier “{element}”"}
	formSubjectName    = Kind{Code: "form.subject_name", Zh: "属性名“{name}”须与 x-subject “{subject}”一致", En: "The property name “{name}” must equal its x-subject “{subject}”"}
	formSubject        = Kind{Code: "form.unknown_subject", Zh: "没有角色“{subject}”", En: "There is no subject “{subject}”"}
	formElement        = Kind{Code: "form.unknown_element", Zh: "没有数据元“{element}”", En: "There is no element “{element}”"}
	formRef            = Kind{Code: "form.ref", Zh: "$ref 须为“element:标识”，现为“{ref}”", En: "$ref must be “element:ID”; it is “{ref}”"}
	formCodeList       = Kind{Code: "form.unknown_code_list", Zh: "数据元“{element}”使用的代码表“{list}”不存在", En: "Element “{element}” uses the code list “{list}”, which does not exist"}
	formNoSection      = Kind{Code: "form.field_in_no_section", Zh: "“{field}”没有放进任何分组，请在 x-layout 中列出", En: "“{field}” is in no section. List it in x-layout"}
	formTwice          = Kind{Code: "form.field_twice", Zh: "“{field}”在分组中出现了两次", En: "“{field}” is listed twice"}
	formNoField        = Kind{Code: "form.unknown_field", Zh: "没有字段“{field}”", En: "There is no field “{field}”"}
	formSplitRepeat    = Kind{Code: "form.repeat_split", Zh: "可重复的“{group}”须整体列出，不能单独列出“{field}”", En: "The repeat “{group}” is listed as a whole; “{field}” cannot be listed alone"}
	formWholeGroup     = Kind{Code: "form.group_whole", Zh: "“{group}”不可重复，请逐一列出它的字段", En: "“{group}” is not a repeat. List its fields one by one"}
	formSectionTwice   = Kind{Code: "form.section_twice", Zh: "分组标识“{section}”重复", En: "The section id “{section}” is used twice"}
	formNoRequired     = Kind{Code: "form.unknown_required", Zh: "required 中的“{field}”不是这里的字段", En: "required names “{field}”, which is not a field here"}
	formGroupShape     = Kind{Code: "form.group_shape", Zh: "{what}", En: "{what}"}
	formUsesDirect     = Kind{Code: "form.uses_and_direct", Zh: "有 x-uses 时不能再写“{keyword}”，请写进各事项的 x-uses", En: "With x-uses, “{keyword}” cannot stand beside it. Put it into the uses"}
	formUseTwice       = Kind{Code: "form.use_twice", Zh: "事项“{matter}”在 x-uses 中出现了两次", En: "Matter “{matter}” appears twice in x-uses"}
	formUseMatter      = Kind{Code: "form.use_without_matter", Zh: "x-uses 的每一项都要写明事项", En: "Every entry of x-uses must name its matter"}
	formTooManyUses    = Kind{Code: "form.too_many_uses", Zh: "x-uses 超过 {limit} 项", En: "x-uses has more than {limit} entr(y|ies)"}
	formPatternSize    = Kind{Code: "form.pattern_size", Zh: "正则表达式展开后有 {steps} 步，最多 {limit} 步：请减少重复次数", En: "The pattern is {steps} step(s) when written out, at most {limit}: repeat less"}
	formPattern        = Kind{Code: "form.pattern", Zh: "正则表达式有误：{detail}", En: "The pattern is not a valid regular expression: {detail}"}
	formFormat         = Kind{Code: "form.format", Zh: "不支持格式“{format}”", En: "The format “{format}” is not supported"}
	formFormatConflict = Kind{Code: "form.format_conflict", Zh: "数据元已规定格式“{element}”，不能改为“{format}”", En: "The element demands the format “{element}”; it cannot become “{format}”"}
	formFormatWhen     = Kind{Code: "form.format_when", Zh: "有 x-format-when 就必须有 format", En: "x-format-when needs a format beside it"}
	formFormatUnasked  = Kind{Code: "form.format_condition_unasked", Severity: Warning, Zh: "“{name}”不在这一组字段中，因此不会检查格式“{format}”", En: "“{name}” is not asked in this group, so the format “{format}” is never demanded"}
	formNotForType     = Kind{Code: "form.keyword_not_for_type", Zh: "“{keyword}”不适用于 {type} 类型", En: "“{keyword}” does not apply to type {type}"}
	formNumber         = Kind{Code: "form.number", Zh: "“{value}”不是可用的数字", En: "“{value}” is not a usable number"}
	formDateBound      = Kind{Code: "form.date_bound", Zh: "“{value}”须为 today 或日期，例如 2026-05-01", En: "“{value}” must be today or a date like 2026-05-01"}
	formTimeBound      = Kind{Code: "form.date_bound", Zh: "“{value}”须为时间，例如 09:30", En: "“{value}” must be a time like 09:30"}
	formInstantBound   = Kind{Code: "form.date_bound", Zh: "“{value}”须为 now、today、日期或带时区的日期和时间，例如 2026-05-01T09:30:00+08:00", En: "“{value}” must be now, today, a date, or a date and time with its offset like 2026-05-01T09:30:00+08:00"}
	formEnum           = Kind{Code: "form.enum", Zh: "enum 中的值不符合数据元：{detail}", En: "A value of enum does not fit the element: {detail}"}
	formPart           = Kind{Code: "form.unknown_part", Zh: "{type} 类型没有“{part}”这一部分", En: "Type {type} has no part “{part}”"}
	formAccept         = Kind{Code: "form.media_type", Zh: "“{value}”不是文件类型，例如 application/pdf 或 image/*", En: "“{value}” is not a media type like application/pdf or image/*"}
	formTableRows      = Kind{Code: "form.table_rows", Zh: "table 类型须以 rows 写明各行的代码表", En: "Type table needs the code list of its rows in “rows”"}
	formTableColumns   = Kind{Code: "form.table_columns", Zh: "table 类型须以 columns 列出各列的数据元", En: "Type table needs the elements of its columns in “columns”"}
	formTableColumn    = Kind{Code: "form.table_column", Zh: "数据元“{element}”（{type} 类型）不能作表格的列：一格只能有一个值", En: "Element “{element}” (type {type}) cannot be a column: a cell holds one value"}
	formTableCells     = Kind{Code: "form.table_cells", Zh: "表格有 {cells} 格，超过 {limit} 格的上限", En: "The table has {cells} cell(s); the limit is {limit}"}
	formTableOnly      = Kind{Code: "form.table_only", Zh: "“{keyword}”只用于 table 类型", En: "“{keyword}” is only for type table"}
	formCurrency       = Kind{Code: "form.currency", Zh: "“{keyword}”只用于 money 类型", En: "“{keyword}” is only for type money"}
	formNegative       = Kind{Code: "form.negative", Zh: "不能小于 0", En: "Must be 0 or more"}
	formEmptyRange     = Kind{Code: "form.empty_range", Zh: "“{low}”和“{high}”无法同时满足", En: "No value can satisfy both “{low}” and “{high}”"}
	formWidens         = Kind{Code: "form.widens", Zh: "“{keyword}”比数据元的规定（{element}）更宽，只能收紧", En: "“{keyword}” is wider than what the element demands ({element}). A field may only narrow it"}
	formConst          = Kind{Code: "form.const", Zh: "const 的值不符合数据元：{detail}", En: "The const value does not fit the element: {detail}"}
	formCycle          = Kind{Code: "form.condition_cycle", Zh: "条件或计算互相依赖：{cycle}", En: "The conditions or computed values depend on each other: {cycle}"}
	formTooManyRows    = Kind{Code: "form.too_many_rows", Zh: "最多可重复 {limit} 条", En: "A repeat can have at most {limit} row(s)"}
	formNeedsCodeList  = Kind{Code: "form.needs_code_list", Zh: "{type} 类型必须写明代码表", En: "Type {type} needs a code list"}
	formCodeListOnly   = Kind{Code: "form.code_list_not_for_type", Zh: "{type} 类型不能使用代码表", En: "Type {type} cannot use a code list"}
	formUnknownType    = Kind{Code: "form.unknown_type", Zh: "不支持类型“{type}”", En: "Type “{type}” is not supported"}
	formTooDeep        = Kind{Code: "form.too_deep", Zh: "一组套一组最多 {limit} 层", En: "Groups can lie inside one another at most {limit} deep"}
	formMisplaced      = Kind{Code: "form.keyword_misplaced", Zh: "“{keyword}”不能写在这里：{what}", En: "“{keyword}” cannot stand here: {what}"}
	formNoTarget       = Kind{Code: "form.unknown_section", Zh: "没有分组“{section}”；跳转只能到后面的分组或 end", En: "There is no section “{section}”. A route leads to a later section or to “end”"}
	formRouteLoop      = Kind{Code: "form.route_loop", Zh: "从“{section}”跳到“{to}”会绕回来，只能跳到后面的分组", En: "The route from “{section}” to “{to}” goes back. A route leads to a later section only"}
	formUnreachable    = Kind{Code: "form.section_unreachable", Zh: "没有任何路径经过分组“{section}”", En: "No path comes by the section “{section}”"}
	formDeadRoute      = Kind{Code: "form.route_never_taken", Severity: Warning, Zh: "前面的跳转总是成立，这一条永远不会走到", En: "An earlier route always holds, so this one is never taken"}
	formNoMessage      = Kind{Code: "form.check_message", Zh: "规则须有提示文字", En: "A rule needs a message"}
)

// Problems of an element's attributes, of code lists and of element groups.
var (
	elementDate            = Kind{Code: "element.date", Zh: "“{value}”不是真实的日期，例如 2026-05-01", En: "“{value}” is not a real date like 2026-05-01"}
	elementValidity        = Kind{Code: "element.validity", Zh: "有效期的终止日（{to}）早于起始日（{from}）", En: "The validity ends ({to}) before it begins ({from})"}
	elementRelation        = Kind{Code: "element.relation", Zh: "没有数据元“{element}”", En: "There is no element “{element}”"}
	elementRelatesToItself = Kind{Code: "element.relates_to_itself", Zh: "“{element}”不能与自己建立关系", En: "“{element}” cannot be related to itself"}
	elementURL             = Kind{Code: "element.url", Zh: "“{value}”不是网址，须以 http:// 或 https:// 开头", En: "“{value}” is not a web address that begins with http:// or https://"}
	elementCondition       = Kind{Code: "element.condition", Zh: "约束为 conditional 时须写明条件", En: "An element that is conditional must say its condition"}
	elementRetention       = Kind{Code: "element.retention", Zh: "保存期限须写明年数或天数", En: "A retention must say years or days"}

	groupSibling   = Kind{Code: "elementgroup.unknown_sibling", Zh: "条件第 {at} 处的“{name}”不在这一组数据元中", En: "The condition reads “{name}” at {at}, which is not in the group"}
	formRetired    = Kind{Code: "form.element_retired", Severity: Warning, Zh: "数据元“{element}”已停用，请改用替代它的数据元", En: "Element “{element}” is retired. Use the one that replaces it"}
	formObligation = Kind{Code: "form.obligation", Zh: "数据元“{element}”规定必须有值，请把字段列入 required", En: "Element “{element}” must always have a value. List the field in required"}
	formTwin       = Kind{Code: "form.twin", Zh: "“{field}”不能与“{as}”相同：{why}", En: "“{field}” cannot be the same as “{as}”: {why}"}
	formPrefill    = Kind{Code: "form.prefill", Zh: "数据元“{element}”只能预填，不能由申请人填写，请写明 readOnly、x-value 或 x-hidden", En: "Element “{element}” is always prefilled and never typed. Make the field readOnly, computed or hidden"}

	formElementGroup = Kind{Code: "form.unknown_element_group", Zh: "没有数据元组“{group}”", En: "There is no element group “{group}”"}
	formGroupRule    = Kind{Code: "form.element_group_rule", Zh: "数据元组“{group}”中“{element}”的显示条件在这里不能用：{detail}", En: "The condition of “{element}” in the element group “{group}” does not work here: {detail}"}
	formElementTaken = Kind{Code: "form.element_taken", Zh: "数据元组中的“{element}”与这里的一组字段同名", En: "“{element}” of the element group has the name of a group of fields here"}
	formObjectClass  = Kind{Code: "form.object_class", Zh: "数据元组“{group}”用于“{class}”，不能用于“{subject}”（{theirs}）", En: "The element group “{group}” is for “{class}”; it cannot be bound to “{subject}” ({theirs})"}

	codeParent   = Kind{Code: "codelist.unknown_parent", Zh: "“{code}”的上级“{parent}”不在代码表中", En: "“{parent}”, the parent of “{code}”, is not in the list"}
	codeLate     = Kind{Code: "codelist.parent_after", Zh: "上级“{parent}”须列在“{code}”之前", En: "“{parent}” must be listed before “{code}”, which lies below it"}
	codeDeep     = Kind{Code: "codelist.too_deep", Zh: "“{code}”在第 {level} 级，最多 {limit} 级", En: "“{code}” is at level {level}; the limit is {limit}"}
	codeLevels   = Kind{Code: "codelist.levels", Zh: "levels 写了 {named} 级，条目有 {levels} 级", En: "levels names {named} level(s); the entries have {levels}"}
	codeFlat     = Kind{Code: "codelist.flat", Zh: "“{keyword}”只用于有上下级的代码表", En: "“{keyword}” is only for a list with a hierarchy"}
	codeTwice    = Kind{Code: "codelist.duplicate_code", Zh: "代码“{code}”出现了两次", En: "The code “{code}” appears twice"}
	codeValidity = Kind{Code: "codelist.validity", Zh: "“{code}”的有效期终止日早于起始日", En: "The validity of “{code}” ends before it begins"}
	codeTooMany  = Kind{Code: "codelist.too_many", Zh: "代码表有 {entries} 项，超过 {limit} 项的上限", En: "The list has {entries} entr(y|ies); the limit is {limit}"}
)

// Problems of expressions. {at} is the position in the source, "line:column".
var (
	exprSyntax      = Kind{Code: "expr.syntax", Zh: "表达式第 {at} 处语法有误：{detail}", En: "The expression cannot be read at {at}: {detail}"}
	exprUnknownName = Kind{Code: "expr.unknown_name", Zh: "表达式第 {at} 处的“{name}”不存在", En: "The expression names “{name}” at {at}, which does not exist"}
	exprType        = Kind{Code: "expr.type", Zh: "表达式第 {at} 处类型不符：{detail}", En: "The types do not fit at {at}: {detail}"}
	exprNotBool     = Kind{Code: "expr.not_condition", Zh: "表达式须得出“是”或“否”，第 {at} 处得出的是{type}", En: "The expression must give true or false; at {at} it give(s) {type}"}
	exprCost        = Kind{Code: "expr.cost", Zh: "表达式的计算量（最多 {cost}）超过上限 {limit}，主要在第 {at} 处，请简化", En: "The expression may cost {cost}, most of it at {at}; the limit is {limit}. Make it simpler"}
	exprTooLong     = Kind{Code: "expr.too_long", Zh: "表达式超过 {limit} 字节的上限，从第 {at} 处起是多余的", En: "The expression is longer than {limit} byte(s): from {at} on it is too much"}
	exprTooDeep     = Kind{Code: "expr.too_deep", Zh: "表达式第 {at} 处嵌套太深或项太多，请拆成几个字段或规则", En: "The expression is nested too deeply, or has too many terms, at {at}. Split it into fields or rules"}
	exprPatternOpen = Kind{Code: "expr.pattern_open", Zh: "表达式第 {at} 处：matches 的正则表达式须直接写出来，不能由答案或计算得来", En: "At {at}: the pattern of matches must be written out; it cannot come from an answer or a computation"}
	exprPattern     = Kind{Code: "expr.pattern", Zh: "表达式第 {at} 处的正则表达式“{pattern}”不能用：{detail}", En: "The pattern “{pattern}” at {at} cannot be used: {detail}"}
	exprConstant    = Kind{Code: "expr.constant", Zh: "表达式第 {at} 处的“{value}”不能用：{want}", En: "“{value}” at {at} cannot be used: {want}"}
	exprUntyped     = Kind{Code: "expr.untyped", Zh: "表达式第 {at} 处不能使用“{name}”：类型须在检查时就能确定，请直接使用字段", En: "“{name}” cannot be used at {at}: types must be known at the check. Use the field itself"}
	exprResults     = Kind{Code: "expr.only_results", Zh: "表达式第 {at} 处的“{name}”只能用在事项的结果校验中", En: "“{name}” at {at} can only be used in the checks of a matter's result"}
	exprCode        = Kind{Code: "expr.unknown_code", Zh: "表达式第 {at} 处的“{code}”不在“{field}”的代码表 {list} 中", En: "“{code}” at {at} is not in {list}, the code list of “{field}”"}
	exprQuestion    = Kind{Code: "expr.question", Zh: "问题“{question}”{what}", En: "Question “{question}” {what}"}
	exprNotCoded    = Kind{Code: "expr.not_coded", Zh: "表达式第 {at} 处：{function} 的第一个参数须为代码型字段", En: "At {at}: the first argument of {function} must be a field that has a code list"}
	exprImpossible  = Kind{Code: "expr.impossible", Zh: "表达式第 {at} 处永远得不出结果：{why}", En: "What stands at {at} can never be computed: {why}"}
	exprAlways      = Kind{Code: "expr.always", Severity: Warning, Zh: "表达式第 {at} 处的条件只要能判断就总是成立，请删去或改正", En: "The condition at {at} holds whatever is answered. Remove or correct it"}
	exprNever       = Kind{Code: "expr.never", Severity: Warning, Zh: "表达式第 {at} 处的条件永远不成立，请删去或改正", En: "The condition at {at} never holds, whatever is answered. Remove or correct it"}
	exprEmptyText   = Kind{Code: "expr.empty_text", Severity: Warning, Zh: "表达式第 {at} 处与空文字比较：没有填写的项不是空文字，请用 filled(…) 判断是否已填", En: "At {at} an answer is compared with empty text. What is not answered is not empty text: ask with filled(…)"}
	exprNotOffered  = Kind{Code: "expr.never_offered", Severity: Warning, Zh: "表达式第 {at} 处的“{code}”在“{field}”中不可选，这一比较总是同一结果", En: "“{code}” at {at} can never be chosen for “{field}”, so the comparison is always the same"}
)

// Problems of choosing, of sections, and of what is computed.
var (
	answerNotOffered = Kind{Code: "answer.not_offered", Zh: "{label}现在不能选择“{name}”，请重新选择", En: "“{name}” cannot be chosen for {label} now. Select again"}
	formDefault      = Kind{Code: "form.default", Zh: "默认值“{value}”不是这个字段可以接受的答案：{detail}", En: "The default “{value}” is no answer this field accepts: {detail}"}
	exprValueType    = Kind{Code: "expr.value_type", Zh: "表达式第 {at} 处得出{type}，而“{field}”需要{want}", En: "The expression gives {type} at {at}; “{field}” needs {want}"}
)

// midSentence lowers the first letter of an English label that is used inside
// a sentence ("Enter floor area"), leaving acronyms and names like "E-mail".
func midSentence(label Text) Text {
	en := label.In("en")
	var room [64]byte
	if mid := appendMidSentence(room[:0], en); string(mid) != en {
		return ZhEn(label.In("zh"), string(mid))
	}
	return label
}

// appendMidSentence writes an English label as it is inside a sentence.
func appendMidSentence(out []byte, en string) []byte {
	r, n := utf8.DecodeRuneInString(en)
	if next, _ := utf8.DecodeRuneInString(en[n:]); unicode.IsUpper(r) && unicode.IsLower(next) {
		out = utf8.AppendRune(out, unicode.ToLower(r))
		en = en[n:]
	}
	return append(out, en...)
}
