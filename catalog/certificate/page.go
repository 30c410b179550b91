package certificate

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"math"
	"strconv"

	"github.com/onematter/onematter/catalog"
)

//go:embed page.html
var source string

var page = template.Must(template.New("certificate").Parse(source))

// HTML draws a certificate as a page of its own: nothing is loaded from
// elsewhere, and it prints on A4. s may be nil: the page says that it is not signed.
func HTML(c *catalog.Certificate, s *catalog.SignedCertificate, lang string) ([]byte, error) {
	v := newView(c, s, lang)
	for i := range v.Lines {
		v.Lines[i].Width = template.CSS(strconv.Itoa(int(math.Round(v.Lines[i].Bar*100))) + "%") //nolint:gosec // a number of ours
	}
	var b bytes.Buffer
	if err := page.Execute(&b, v); err != nil {
		return nil, fmt.Errorf("drawing the certificate: %w", err)
	}
	return b.Bytes(), nil
}
