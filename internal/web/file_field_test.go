package web_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/testpack"
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

// An answer that is put right may ask for a file that nobody had to give.
func TestAFileThatACorrectedAnswerAsksForIsGivenOverTheAPI(t *testing.T) {
	t.Parallel()
	h := open(t)
	p, ps := catalog.ReadArchive(testpack.Sign("type: file, x-accept: [image/png]", "applicant/TE1, applicant/TE3, applicant/TE4"))
	must(t, ps.Err())
	h.publish(p)
	must(t, h.engine.SaveOrganisation(t.Context(), engine.SystemActor(), engine.Organisation{ID: "told-second", Name: map[string]string{"zh": "乙局"}}))
	ming, clerk := h.citizen("ming"), h.someone("li-ming", "told-second", "clerk")
	draft := ming.ask("POST", "/api/v1/drafts", object{"theme": "TT"}).want(http.StatusCreated)
	at := "/api/v1/drafts/" + draft.string("id")
	ming.ask("PATCH", at, object{"answers": object{"applicant/TE1": "小铺", "applicant/TE3": false}}, "If-Match", draft.etag()).want(http.StatusOK)
	root := ming.ask("POST", at+"/submit", nil, "Idempotency-Key", "the-only-submission").want(http.StatusCreated).string("case")
	id := ming.child(root, "TB")
	clerk.act(id, "correct", object{"note": "门头有招牌", "fields": []string{"applicant/TE3"}}).want(http.StatusOK)

	ming.answers(id, object{"applicant/TE3": true}).refuses(http.StatusUnprocessableEntity, "answer.upload")
	file := ming.upload("/api/v1/cases/"+id+"/files?path=applicant/TE4", "招牌.png", picture()).want(http.StatusCreated).string("id")
	ming.answers(id, object{"applicant/TE3": true, "applicant/TE4": []string{file}}).want(http.StatusOK)
	if seen := string(clerk.get("/api/v1/cases/" + id).want(http.StatusOK).body); !strings.Contains(seen, file) {
		t.Errorf("the clerk reads %s", seen)
	}
	ming.upload("/api/v1/cases/"+id+"/files?path=applicant/TE4", "招牌.png", picture()).refuses(http.StatusConflict, "correction.none")
}
