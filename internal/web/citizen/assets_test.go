package citizen_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"math"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/onematter/onematter/designer"
)

func zipped(t *testing.T, s string) int {
	t.Helper()
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	must(t, err)
	_, err = w.Write([]byte(s))
	must(t, err)
	must(t, w.Close())
	return b.Len()
}

// The budgets of UX 15, and addresses that change with their content.
func TestAssetsAreSmallAndKeptForEver(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.browser()
	b.get("/")
	for _, kind := range []string{"css", "js", "svg"} {
		m := regexp.MustCompile(`/assets/[a-z]+\.[0-9a-f]{12}\.` + kind).FindString(b.body)
		if m == "" {
			t.Fatalf("the page names no hashed %s", kind)
		}
		a := s.browser()
		r, err := http.NewRequest(http.MethodGet, s.URL+m, nil)
		must(t, err)
		r.Header.Set("Accept-Encoding", "identity")
		a.do(r).want(http.StatusOK)
		if got := a.header.Get("Cache-Control"); got != "public, max-age=31536000, immutable" {
			t.Errorf("%s: Cache-Control is %q", m, got)
		}
		if n := zipped(t, a.body); n > 12<<10 {
			t.Errorf("%s is %d bytes gzipped, the budget is %d", m, n, 12<<10)
		} else {
			t.Logf("%s: %d bytes gzipped", kind, n)
		}
		if kind != "js" && strings.Contains(a.body, "http") && !strings.Contains(a.body, `xmlns="http://www.w3.org/2000/svg"`) {
			t.Errorf("%s names another host", m)
		}
	}
	b.get("/favicon.ico").want(http.StatusMovedPermanently)
}

var (
	block  = regexp.MustCompile(`(?s):root \{(.*?)\n\s*\}`)
	colour = regexp.MustCompile(`--om-([a-z0-9-]+): #([0-9A-F]{6});`)
)

// Text on its background keeps 4.5:1, borders of controls 3:1, in both themes.
func TestTokensKeepTheirContrast(t *testing.T) {
	t.Parallel()
	css, err := designer.Tokens.ReadFile("tokens/tokens.css")
	must(t, err)
	blocks := block.FindAllStringSubmatch(string(css), -1)
	if len(blocks) < 2 {
		t.Fatal("tokens.css has no two themes")
	}
	for i, name := range []string{"light", "dark"} {
		c := map[string]string{}
		for _, m := range colour.FindAllStringSubmatch(blocks[i][1], -1) {
			c[m[1]] = m[2]
		}
		var text [][2]string
		for _, ink := range []string{"ink", "ink-2", "ink-3"} {
			text = append(text, [2]string{ink, "surface"}, [2]string{ink, "surface-2"})
		}
		for _, ink := range []string{"ink", "ink-2"} {
			for _, on := range []string{"surface-3", "primary-tint", "success-tint", "warning-tint", "danger-tint"} {
				text = append(text, [2]string{ink, on})
			}
		}
		for _, k := range []string{"primary", "success", "warning", "danger"} {
			text = append(text, [2]string{k, "surface"}, [2]string{k, "surface-2"}, [2]string{k, k + "-tint"})
		}
		text = append(text, [2]string{"on-primary", "primary"}, [2]string{"on-primary", "primary-hover"}, [2]string{"on-status", "danger"}, [2]string{"on-status", "success"}, [2]string{"primary-hover", "primary-tint"})
		for _, pair := range text {
			if r := contrast(c[pair[0]], c[pair[1]]); r < 4.5 {
				t.Errorf("%s: %s on %s has %.2f:1", name, pair[0], pair[1], r)
			}
		}
		for _, on := range []string{"surface", "surface-2"} {
			if r := contrast(c["line-strong"], c[on]); r < 3 {
				t.Errorf("%s: borders of controls on %s have %.2f:1", name, on, r)
			}
		}
	}
}

func contrast(a, b string) float64 {
	la, lb := luminance(a), luminance(b)
	return (math.Max(la, lb) + .05) / (math.Min(la, lb) + .05)
}

func luminance(hex string) float64 {
	if len(hex) != 6 {
		panic(fmt.Sprintf("no such colour %q", hex))
	}
	var l float64
	for i, weight := range []float64{.2126, .7152, .0722} {
		n, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		if err != nil {
			panic(err)
		}
		v := float64(n) / 255
		if v <= .04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+.055)/1.055, 2.4)
		}
		l += weight * v
	}
	return l
}
