package web_test

import (
	"bytes"
	"net/http"
	"testing"
)

func TestStaffTakeAReductionCertificateHome(t *testing.T) {
	t.Parallel()
	h := open(t)
	staff := h.someone("mei", "market-regulation", "clerk")
	at := "/api/v1/themes/T01/certificate"
	cert := staff.get(at).want(http.StatusOK).object()
	if cert["situations"] != float64(160) || cert["whole"] != true || len(objects(cert["rows"])) == 0 {
		t.Errorf("the certificate tells of %v situations", cert["situations"])
	}
	for format, begins := range map[string]string{"pdf": "%PDF-", "xlsx": "PK", "html": "<!doctype html>", "json": "{"} {
		file := staff.get(at + "/file?format=" + format + "&lang=en").want(http.StatusOK)
		if !bytes.HasPrefix(file.body, []byte(begins)) || file.header.Get("Content-Disposition") != `attachment; filename="T01-en.`+format+`"` {
			t.Errorf("%s begins with %.20q, %s", format, file.body, file.header.Get("Content-Disposition"))
		}
	}
	staff.get(at+"/file").refuses(http.StatusBadRequest, "request.required")
	staff.get(at+"/file?format=exe").refuses(http.StatusBadRequest, "request.choice")
	staff.get("/api/v1/themes/T99/certificate").refuses(http.StatusNotFound, "not_found")
	staff.get("/api/v1/themes/together~M04~M07/certificate").refuses(http.StatusNotFound, "not_found") // more of these than could be kept
	h.stranger().get(at).refuses(http.StatusUnauthorized, "auth.required")
}
