package catalog

// Steps that are refused, in the words of whoever asked for them.
var (
	VersionStage       = kind("version.stage", "这个版本处于“{stage}”阶段，不能{step}", "The version is in the stage “{stage}”: it cannot be {step}")
	VersionApprover    = kind("version.four_eyes", "提交人不能审核自己的版本，请由另一个人审核", "Nobody approves a version of their own. Ask somebody else to approve it")
	VersionTwice       = kind("version.approved_twice", "您已审核通过这个版本", "You have approved this version already")
	VersionNobody      = kind("version.nobody", "没有写明操作人", "Nobody is named who takes this step")
	VersionApprovals   = kind("version.not_approved", "还需要 {missing} 人审核通过才能发布", "{missing} more must approve before it can be published")
	VersionPack        = kind("version.pack", "草稿属于资源包“{pack}”，不能改名为“{name}”", "The draft is one of the pack “{pack}”; it cannot become “{name}”")
	VersionNumber      = kind("version.number_taken", "资源包“{pack}”的 {version} 版已发布为其他内容，请改用新的版本号", "Version {version} of the pack “{pack}” is published with other content. Give this one a new number")
	VersionBaseUnsaid  = kind("version.base_unsaid", "“{pack}”的 {version} 版正在生效：请写明这份内容是从哪一版改来的（命令行用 --base，接口用 base，填该版本的 hash；现行的是 {hash}）", "Version {version} of “{pack}” is in force. Say which version this content was made from: with --base on the command line, in the API with base and that version's hash (in force is {hash})")
	VersionBaseUnknown = kind("version.base_unknown", "没有 {base} 这个版本，请填写已发布版本的 hash", "There is no release {base}. Give the hash of one that was published")
	VersionBase        = kind("version.base", "现行的“{pack}”是 {version} 版，这份内容不是从它改来的：请先合并那里的变更", "Version {version} of “{pack}” is in force, and this content was not made from it. Take its changes in first")
	ImportReplaces     = warning("import.replaces_newer", "“{pack}”现行的 {current} 版已换成不更新的 {version} 版", "Version {current} of “{pack}”, which was in force, is replaced by version {version}, which is not newer")
	ImportOlder        = kind("import.older", "现行的“{pack}”是 {current} 版，{version} 版更旧：确实要换回旧版时，请加 --older", "Version {current} of “{pack}” is in force and {version} is older. To go back to it all the same, add --older")
	ReleaseRetired     = kind("release.retired", "“{pack}”{version} 版已停用，不能再次启用；请发布新的版本", "Version {version} of “{pack}” is retired and cannot come back. Publish a new version")
	ReleaseNeeded      = kind("release.needed", "“{pack}”还被“{by}”依赖，不能停用", "“{pack}” is needed by “{by}” and cannot be retired")
)
