package api

import (
	"fmt"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/onematter/onematter/metamodel"
)

// wish is an input of every shape binding knows.
type wish struct {
	PageIn
	ID   string    `path:"id"`
	Text string    `query:"text" validate:"max=5"`
	List []string  `query:"list" validate:"max=3,dive,oneof=a b c"`
	Day  time.Time `query:"day"`
	Flag bool      `query:"flag"`
	Size int64     `query:"size" validate:"min=0,max=9"`
	Some *int      `query:"some" validate:"omitempty,min=1,max=9"`
}

func TestAQueryIsReadExactly(t *testing.T) {
	t.Parallel()
	day, three := time.Date(2026, 2, 28, 0, 0, 0, 0, time.UTC), 3
	for query, want := range map[string]any{
		"":                               wish{ID: "7"},
		"text=你好&lang=en":                wish{ID: "7", Text: "你好"},
		"text=":                          wish{ID: "7"},
		"list=a,b&list=c":                wish{ID: "7", List: []string{"a", "b", "c"}},
		"list=,a,,":                      wish{ID: "7", List: []string{"a"}},
		"day=2026-02-28&flag=true":       wish{ID: "7", Day: day, Flag: true},
		"flag=false&size=9&day=":         wish{ID: "7", Size: 9},
		"cursor=x&limit=200":             wish{ID: "7", PageIn: PageIn{Cursor: "x", Limit: 200}},
		"some=3":                         wish{ID: "7", Some: &three},
		"some=":                          wish{ID: "7"},
		"some=0":                         "request.too_low some",
		"some=10":                        "request.too_high some",
		"some=x":                         "request.query some",
		"list=a,b,c,a":                   "request.too_many list",
		"list=a,d":                       "request.choice list/1",
		"day=2026-02-29":                 "request.query day",
		"day=2026-02-28T00:00:00Z":       "request.query day",
		"flag=1":                         "request.query flag",
		"flag=TRUE":                      "request.query flag",
		"flag=true&flag=true":            "request.query_twice flag",
		"size=10":                        "request.too_high size",
		"size=-1":                        "request.too_low size",
		"size=1.0":                       "request.query size",
		"size=0x1":                       "request.query size",
		"size=１":                         "request.query size",
		"text=" + strings.Repeat("字", 6): "request.too_long text",
		"text=a%00":                      "request.query text",
		"limit=201":                      "request.too_high limit",
		"id=8":                           "request.query_unknown id",
		"PageIn=1":                       "request.query_unknown PageIn",
		"%ff=1":                          "request.query_unknown \uFFFD",
		"text=%":                         "request.query_syntax ",
		"text=1;flag=true":               "request.query_syntax ",
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.URL.RawQuery = query
		c := echo.New().NewContext(r, httptest.NewRecorder())
		c.SetParamNames("id")
		c.SetParamValues("7")
		var in wish
		if err := bind(c, &in); err != nil {
			status, ps := judge(err)
			if got := ps[0].Code + " " + ps[0].Path; got != want || status != 400 {
				t.Errorf("%s: want %v, got %d %s", query, want, status, got)
			}
		} else if !reflect.DeepEqual(in, want) {
			t.Errorf("%s: want %+v, got %+v", query, want, in)
		}
	}
}

type inner struct {
	Name metamodel.Text `json:"name"`
	At   *time.Time     `json:"at,omitempty"`
	Fee  *string        `json:"fee,omitempty"`
	In   *inner         `json:"in,omitempty"`
}

// letter is a body of every shape.
type letter struct {
	PageIn
	ID    string            `path:"id" json:"-"`
	Name  metamodel.Text    `json:"name"`
	At    *time.Time        `json:"at,omitempty"`
	N     int               `json:"n,omitempty" validate:"max=9"`
	Yes   bool              `json:"yes,omitempty"`
	Rate  float64           `json:"rate,omitempty"`
	Words []string          `json:"words,omitempty" validate:"max=2,dive,max=3"`
	Parts []inner           `json:"parts,omitempty"`
	Named map[string]inner  `json:"named,omitempty"`
	Rows  []map[string]*int `json:"rows,omitempty"`
	Map   map[string]string `json:"map,omitempty"`
}

func TestABodyIsReadExactly(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`{"name":{"zh":"a"},"n":9,"yes":true,"rate":0.5,"words":["abc"],"parts":[{"name":{}}],"map":{"Any":"x"},"at":"2026-03-09T00:00:00Z"}`: "",
		`{"n":null,"words":null,"parts":null,"at":null}`: "",
		`{"n":1.5}`:          "400 request.type n want an integer, got a number",
		`{"n":1e2}`:          "400 request.type n want an integer, got a number",
		`{"n":"9"}`:          "400 request.type n want an integer, got text",
		`{"n":10}`:           "422 request.too_high n At most 9",
		`{"yes":"true"}`:     "400 request.type yes want true or false, got text",
		`{"yes":0}`:          "400 request.type yes want true or false, got a number",
		`{"rate":1e400}`:     "400 request.type rate want a number, got a number",
		`{"words":"abc"}`:    "400 request.type words want an array […], got text",
		`{"words":[1]}`:      "400 request.type words/0 want text, got a number",
		`{"words":["a",{}]}`: "400 request.type words/1 want text, got an object {…}",
		`{"parts":[{"name":{}},{"name":{},"fee":5}]}`:    "400 request.type parts/1/fee want text, got a number",
		`{"parts":[{"name":{"zh":1}}]}`:                  "400 request.type parts/0/name/zh want text, got a number",
		`{"parts":[{"in":{"in":{"name":[]}}}]}`:          "400 request.type parts/0/in/in/name want an object {…}, got an array […]",
		`{"rows":[{"a":1},{"a":null,"b":"x"}]}`:          "400 request.type rows/1/b want an integer, got text",
		`{"named":{"a":{"Other":{},"other":1,"fee":2}}}`: "400 request.type named/a/fee want text, got a number",
		`{"rows":[{"a":1},[]]}`:                          "400 request.type rows/1 want an object {…}, got an array […]",
		`{"rows":[null,{"a":1.5}]}`:                      "400 request.type rows/1/a want an integer, got a number",

		`{"words":["a","b","c"]}`:   "422 request.too_many words At most 2 items",
		`{"words":["a","abcd"]}`:    "422 request.too_long words/1 At most 3 characters",
		`{"parts":[{"name":{}},7]}`: "400 request.type parts/1 want an object {…}, got a number",
		`{"parts":[{"Name":{}}]}`:   "400 request.unknown parts/0/Name There is no such member",
		`{"parts":{}}`:              "400 request.type parts want an array […], got an object {…}",
		`{"name":"a"}`:              "400 request.type name want an object {…}, got text",
		`{"map":{"a":1}}`:           "400 request.type map/a want text, got a number",
		`{"at":"yesterday"}`:        "400 request.type at want a time (RFC 3339), got text",
		`{"at":5}`:                  "400 request.type at want a time (RFC 3339), got a number",
		`{"N":1}`:                   "400 request.unknown N There is no such member",
		`{"ID":"8"}`:                "400 request.unknown ID There is no such member",
		`{"inner":{}}`:              "400 request.unknown inner There is no such member",
		`{"n":1,"n":2}`:             "400 json.duplicate_key",
		`[{"n":1}]`:                 "400 request.type  want an object {…}, got an array […]",
		`true`:                      "400 request.type  want an object {…}, got true or false",
	} {
		r := httptest.NewRequest("POST", "/", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		c := echo.New().NewContext(r, httptest.NewRecorder())
		c.SetParamNames("id")
		c.SetParamValues("7")
		var in letter
		got := ""
		if err := bind(c, &in); err != nil {
			status, ps := judge(err)
			got = fmt.Sprintf("%d %s %s %s", status, ps[0].Code, ps[0].Path, strings.TrimPrefix(ps[0].In("en"), "Wrong type: "))
			if ps[0].In("zh") == "" || strings.Contains(ps[0].In("zh"), "<nil>") {
				t.Errorf("%s: %q", body, ps[0].In("zh"))
			}
		} else if in.ID != "7" {
			t.Errorf("%s speaks for the path: %+v", body, in)
		}
		if want == "" && got != "" || !strings.HasPrefix(got, want) {
			t.Errorf("%s:\nwant %s\n got %s", body, want, got)
		}
	}
}
