package citizen

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
)

var verb = regexp.MustCompile(`%(\[\d+\])?[a-zA-Z%]`)

// sources is every template and Go file of the package but the catalogues.
func sources(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	err := fs.WalkDir(os.DirFS("."), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		isGo := strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") && !strings.HasPrefix(path, "messages_")
		if !isGo && !strings.HasSuffix(path, ".html") {
			return nil
		}
		text, err := os.ReadFile(path)
		b.Write(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestBothLanguagesSayTheSameThings(t *testing.T) {
	t.Parallel()
	for key, zh := range messagesZh {
		en, ok := messagesEn[key]
		if !ok {
			t.Errorf("%s has no English", key)
			continue
		}
		if a, b := strings.Join(verb.FindAllString(zh, -1), ""), strings.Join(verb.FindAllString(en, -1), ""); a != b {
			t.Errorf("%s takes %q in Chinese and %q in English", key, a, b)
		}
		if key != "sentence.sep" && (strings.TrimSpace(zh) == "" || strings.TrimSpace(en) == "") {
			t.Errorf("%s says nothing", key)
		}
	}
	for key := range messagesEn {
		if _, ok := messagesZh[key]; !ok {
			t.Errorf("%s has no Chinese", key)
		}
	}
}

func TestEveryWordingIsUsedAndEveryUseIsWorded(t *testing.T) {
	t.Parallel()
	src := sources(t)
	for key := range messagesZh {
		if !strings.Contains(src, `"`+key+`"`) {
			t.Errorf("%s is used nowhere", key)
		}
	}
	for _, m := range regexp.MustCompile(`\bT[( ]"([^"]+)"`).FindAllStringSubmatch(src, -1) {
		if _, ok := messagesZh[m[1]]; !ok {
			t.Errorf("%s is worded nowhere", m[1])
		}
	}
}
