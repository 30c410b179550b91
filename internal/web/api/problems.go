package api

import "github.com/onematter/onematter/metamodel"

var (
	kindNoRevision  = metamodel.Kind{Code: "request.revision_missing", Zh: "请在 If-Match 请求头中写明您看到的版本（ETag）", En: "Send the revision you saw (its ETag) in the If-Match header"}
	kindBadRevision = metamodel.Kind{Code: "request.revision_invalid", Zh: "If-Match 不是有效的版本", En: "If-Match is not a revision"}
	kindNoKey       = metamodel.Kind{Code: "request.key_missing", Zh: "请在 Idempotency-Key 请求头中写明本次操作的唯一标识", En: "Send a key of your own for this write in the Idempotency-Key header"}
	kindBadKey      = metamodel.Kind{Code: "request.key_invalid", Zh: "Idempotency-Key 应为 8 至 128 个可见 ASCII 字符", En: "Idempotency-Key must be 8 to 128 visible ASCII characters"}
	kindMedia       = metamodel.Kind{Code: "request.media", Zh: "请以 application/json 发送（收到的是“{got}”）", En: "Send application/json (got “{got}”)"}
	kindTooLarge    = metamodel.Kind{Code: "request.too_large", Zh: "内容过大，上限为 {limit} 字节", En: "The request is too large; at most {limit} bytes"}
	kindBroken      = metamodel.Kind{Code: "request.broken", Zh: "请求不完整或无法读取", En: "The request is incomplete or cannot be read"}
	kindJSON        = metamodel.Kind{Code: "request.json", Zh: "不是有效的 JSON：{detail}", En: "Not valid JSON: {detail}"}
	kindType        = metamodel.Kind{Code: "request.type", Zh: "类型不对：应为 {want}，收到的是 {got}", En: "Wrong type: want {want}, got {got}"}
	kindUnknown     = metamodel.Kind{Code: "request.unknown", Zh: "没有这个成员", En: "There is no such member"}
	kindQuery       = metamodel.Kind{Code: "request.query", Zh: "查询参数应为 {want}", En: "The query parameter must be {want}"}
	kindInvalid     = metamodel.Kind{Code: "request.invalid", Zh: "不符合要求：{rule}", En: "Does not meet the rule {rule}"}
	kindNotFound    = metamodel.Kind{Code: "not_found", Zh: "没有找到，或您无权查看", En: "Not found, or not yours to see"}
	kindConflict    = metamodel.Kind{Code: "conflict", Zh: "在您之后已有人更改，请重新读取后再试", En: "Someone changed it after you read it; read it again and retry"}
	kindTaken       = metamodel.Kind{Code: "taken", Zh: "这个名称已被使用", En: "That name is taken"}
	kindStranger    = metamodel.Kind{Code: "auth.required", Zh: "请先登录或使用令牌", En: "Sign in or use a token"}
	kindBadToken    = metamodel.Kind{Code: "auth.token", Zh: "令牌无效或已过期", En: "The token is unknown or expired"}
	kindCSRF        = metamodel.Kind{Code: "auth.csrf", Zh: "请求不是来自本站页面，请刷新后重试", En: "The request does not come from our own page; reload and try again"}
	kindAnalytics   = metamodel.Kind{Code: "analytics.unavailable", Zh: "统计服务暂不可用，办件不受影响，稍后会自动补齐", En: "Statistics are unavailable for now; cases are not affected and figures catch up by themselves"}
	kindMethod      = metamodel.Kind{Code: "request.method", Zh: "这个地址不支持这种请求方法", En: "This address does not take that method"}
	kindNoFile      = metamodel.Kind{Code: "request.file_missing", Zh: "请选择一个文件", En: "Choose a file"}
	kindSpan        = metamodel.Kind{Code: "request.span", Zh: "开始日期应早于结束日期，且跨度不超过五年", En: "The span must begin before it ends and be at most five years"}
	kindCursor      = metamodel.Kind{Code: "cursor.invalid", Zh: "游标无效，请从头读取", En: "The cursor is not one of ours; read from the start"}
	kindAddress     = metamodel.Kind{Code: "webhook.address", Zh: "地址应以 https:// 或 http:// 开头", En: "The address must begin with https:// or http://"}
	kindThrottled   = metamodel.Kind{Code: "request.throttled", Zh: "请求过于频繁，请稍后再试", En: "Too many requests; try again in a while"}
	kindInternal    = metamodel.Kind{Code: "internal", Zh: "系统出错，请稍后再试；您的内容没有丢失", En: "Something went wrong here; try again later, nothing was lost"}
)
