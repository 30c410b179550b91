package catalog

import (
	"encoding/json"
	"errors"
	"io/fs"
	"strings"
	"syscall"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// Reason words why the operating system did not give a file, without the
// file's name, which the problem has.
func Reason(err error) metamodel.Text {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return metamodel.ZhEn("没有这个文件或文件夹", "there is no such file or folder")
	case errors.Is(err, fs.ErrPermission):
		return metamodel.ZhEn("没有访问权限", "permission is denied")
	case errors.Is(err, fs.ErrExist):
		return metamodel.ZhEn("已经存在", "it exists already")
	case errors.Is(err, syscall.EISDIR):
		return metamodel.ZhEn("这是文件夹，不是文件", "it is a folder and no file")
	case errors.Is(err, syscall.ENOTDIR):
		return metamodel.ZhEn("这是文件，不是文件夹", "it is a file and no folder")
	case errors.Is(err, syscall.ELOOP):
		return metamodel.ZhEn("链接指向自己", "links lead in a circle")
	}
	text := err.Error()
	var pe *fs.PathError
	if errors.As(err, &pe) {
		text = pe.Err.Error()
	}
	return metamodel.ZhEn("系统报告“"+text+"”", "the system says “"+text+"”")
}

// unfit words why gated JSON is not what a file of ours holds.
func unfit(err error) metamodel.Text {
	var wrong *json.UnmarshalTypeError
	var date *time.ParseError
	if name, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		name = strings.Trim(name, `"`)
		return metamodel.ZhEn("没有“"+name+"”这一项", "there is no entry “"+name+"”")
	}
	switch {
	case errors.As(err, &wrong) && wrong.Field != "":
		name := strings.ReplaceAll(wrong.Field, ".", "/")
		return metamodel.ZhEn("“"+name+"”的类型不对", "“"+name+"” is of the wrong type")
	case errors.As(err, &date):
		return metamodel.ZhEn("时间“"+date.Value+"”的写法不对", "the time “"+date.Value+"” is not written as it must be")
	}
	return metamodel.ZhEn("类型不对", "it is of the wrong type")
}
