package api

import "github.com/onematter/onematter/metamodel"

var (
	kindNoRevision  = metamodel.Kind{Code: "request.revision_missing", Zh: "请在 If-Match 请求头中写明您看到的版本（ETag）", En: "Send the revision you saw (its ETag) in the If-Match header"}
	kindBadRevision = metamodel.Kind{Code: "request.revision_invalid", Zh: "If-Match 不是有效的版本", En: "If-Match is not a revision"}
	kindNoKey       = metamodel.Kind{Code: "request.key_missing", Zh: "请在 Idempotency-Key 请求头中写明本次操作的唯一标识", En: "Send a key of your own for this write in the Idempotency-Key header"}
	kindBadKey      = metamodel.Kind{Code: "request.key_invalid", Zh: "Idempotency-Key 应为 8 至 128 个可见 ASCII 字符", En: "Idempotency-Key must be 8 to 128 visible ASCII characters"}
	kindMedia       = metamodel.Kind{Code: "request.media", Zh: "请以 application/json 发送（收到的是“{got}”）", En: "Send application/json (got “{got}”)"}
	kindTooLarge    = metamodel.Kind{Code: "request.too_large", Zh: "内容过大，上限为 {limit} 字节", En: "The request is too large; at most {limit} byte(s)"}
	kindBroken      = metamodel.Kind{Code: "request.broken", Zh: "请求不完整或无法读取", En: "The request is incomplete or cannot be read"}
	kindCoding      = metamodel.Kind{Code: "request.coding", Zh: "请不要压缩请求内容（收到的是“{got}”）", En: "Send the body as it is, without a coding (got “{got}”)"}
	kindJSON        = metamodel.Kind{Code: "request.json", Zh: "不是有效的 JSON", En: "Not valid JSON"}
	kindType        = metamodel.Kind{Code: "request.type", Zh: "类型不对：应为{want}，收到的是{got}", En: "Wrong type: want {want}, got {got}"}
	kindUnknown     = metamodel.Kind{Code: "request.unknown", Zh: "没有这个成员", En: "There is no such member"}

	kindQuery        = metamodel.Kind{Code: "request.query", Zh: "查询参数应为{want}", En: "The query parameter must be {want}"}
	kindQuerySyntax  = metamodel.Kind{Code: "request.query_syntax", Zh: "查询参数的编码不正确", En: "The query is not encoded as it should be"}
	kindQueryUnknown = metamodel.Kind{Code: "request.query_unknown", Zh: "没有“{name}”这个查询参数", En: "There is no query parameter “{name}”"}
	kindQueryTwice   = metamodel.Kind{Code: "request.query_twice", Zh: "这个查询参数只能出现一次", En: "This query parameter can be given only once"}

	kindWordless = metamodel.Kind{Code: "request.wordless", Zh: "请写明内容，至少要有中文", En: "Say it in words, in Chinese at least"}
	kindRequired = metamodel.Kind{Code: "request.required", Zh: "这一项必填", En: "This is required"}
	kindExcluded = metamodel.Kind{Code: "request.excluded", Zh: "不能与“{other}”同时填写", En: "This cannot be given together with “{other}”"}
	kindChoice   = metamodel.Kind{Code: "request.choice", Zh: "只能是：{choices}", En: "Must be one of: {choices}"}
	kindLong     = metamodel.Kind{Code: "request.too_long", Zh: "最多 {max} 个字符", En: "At most {max} character(s)"}
	kindMany     = metamodel.Kind{Code: "request.too_many", Zh: "最多 {max} 项", En: "At most {max} item(s)"}
	kindHigh     = metamodel.Kind{Code: "request.too_high", Zh: "不能大于 {max}", En: "At most {max}"}
	kindLow      = metamodel.Kind{Code: "request.too_low", Zh: "不能小于 {min}", En: "At least {min}"}

	kindNotFound   = metamodel.Kind{Code: "not_found", Zh: "没有找到，或您无权查看", En: "Not found, or not yours to see"}
	kindConflict   = metamodel.Kind{Code: "conflict", Zh: "在您之后已有人更改，请重新读取后再试", En: "Someone changed it after you read it; read it again and retry"}
	kindTaken      = metamodel.Kind{Code: "taken", Zh: "这个名称已被使用", En: "That name is taken"}
	kindStranger   = metamodel.Kind{Code: "auth.required", Zh: "请先登录或使用令牌", En: "Sign in or use a token"}
	kindBadToken   = metamodel.Kind{Code: "auth.token", Zh: "令牌无效或已过期", En: "The token is unknown or expired"}
	kindCSRF       = metamodel.Kind{Code: "auth.csrf", Zh: "请求不是来自本站页面，请刷新后重试", En: "The request does not come from our own page; reload and try again"}
	kindAnalytics  = metamodel.Kind{Code: "analytics.unavailable", Zh: "统计服务暂不可用，办件不受影响，稍后会自动补齐", En: "Statistics are unavailable for now; cases are not affected and figures catch up by themselves"}
	kindMethod     = metamodel.Kind{Code: "request.method", Zh: "这个地址不支持这种请求方法", En: "This address does not take that method"}
	kindNoFile     = metamodel.Kind{Code: "request.file_missing", Zh: "请选择一个文件", En: "Choose a file"}
	kindSpan       = metamodel.Kind{Code: "request.span", Zh: "开始日期应早于结束日期，且跨度不超过五年", En: "The span must begin before it ends and be at most five years"}
	kindCursor     = metamodel.Kind{Code: "cursor.invalid", Zh: "游标无效，请从头读取", En: "The cursor is not one of ours; read from the start"}
	kindOneFile    = metamodel.Kind{Code: "request.file_one", Zh: "一次请求只能上传一个文件", En: "One request takes one file"}
	kindUpload     = metamodel.Kind{Code: "request.media", Zh: "请以 multipart/form-data 发送文件（收到的是“{got}”）", En: "Send the file as multipart/form-data (got “{got}”)"}
	kindPerson     = metamodel.Kind{Code: "auth.person", Zh: "令牌不能做这件事，请用密码登录后操作", En: "A token is not enough for this: sign in with a password"}
	kindGuide      = metamodel.Kind{Code: "request.guide", Zh: "单个事项没有情形引导", En: "A single matter has no guide"}
	kindOtherPack  = metamodel.Kind{Code: "version.other_pack", Zh: "“{from}”与“{to}”是两个不同的资源包，不能比较", En: "“{from}” and “{to}” are two packs: they cannot be compared"}
	kindUncompiled = metamodel.Kind{Code: "version.broken", Zh: "这个版本还有错误，读不成表单；错误列在后面", En: "The version has errors and makes no forms yet; they follow"}
	kindNoPath     = metamodel.Kind{Code: "preview.unknown", Zh: "表单里没有“{path}”", En: "The form has no “{path}”"}
	kindGone       = metamodel.Kind{Code: "request.gone", Zh: "请求在完成之前中断了", En: "The request ended before it was answered"}
	kindThrottled  = metamodel.Kind{Code: "request.throttled", Zh: "请求过于频繁，请稍后再试", En: "Too many requests; try again in a while"}
	kindInternal   = metamodel.Kind{Code: "internal", Zh: "系统出错，请稍后再试；您的内容没有丢失", En: "Something went wrong here; try again later, nothing was lost"}
)

var (
	errNoRevision  = kindNoRevision.At("If-Match")
	errBadRevision = kindBadRevision.At("If-Match")
	errNoKey       = kindNoKey.At("Idempotency-Key")
	errBadKey      = kindBadKey.At("Idempotency-Key")
)
