package certificate

import "time"

// Wrap breaks a text at 10 points as a paper does.
func Wrap(s string, w float64) ([]string, error) {
	p, err := newPaper("", "zh", time.Time{})
	if err != nil {
		return nil, err
	}
	p.pdf.SetFont("noto", "", 10)
	return p.wrap(s, w), nil
}
