package web_test

import (
	"net/http"
	"strings"
	"testing"
)

// A form with a field for a file can be filled in over the API alone.
func TestAFileFieldIsAnsweredOverTheAPI(t *testing.T) {
	t.Parallel()
	h := open(t)
	ming := h.citizen("ming")
	draft := "/api/v1/drafts/" + ming.ask("POST", "/api/v1/drafts", object{"matter": "H01"}).want(http.StatusCreated).string("id")
	file := ming.upload(draft+"/files?path=tenant/HD018", "证书.png", picture()).want(http.StatusCreated)
	if again := ming.upload(draft+"/files?path=tenant/HD018", "证书.png", picture()).want(http.StatusCreated); again.string("id") != file.string("id") {
		t.Error("the same file again is another one")
	}
	if kept := string(ming.get(draft).want(http.StatusOK).body); !strings.Contains(kept, file.string("id")) {
		t.Errorf("the draft does not have it: %s", kept)
	}
	ming.upload(draft+"/files?path=tenant/HD001", "证书.png", picture()).refuses(http.StatusNotFound, "not_found")
	ming.upload(draft+"/files?path=nowhere/0/x", "证书.png", picture()).refuses(http.StatusNotFound, "not_found")
	ming.upload(draft+"/files", "证书.png", picture()).refuses(http.StatusBadRequest, "request.required")
	h.citizen("lin").upload(draft+"/files?path=tenant/HD018", "证书.png", picture()).refuses(http.StatusNotFound, "not_found")
}
