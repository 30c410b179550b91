package certificate

import (
	"bytes"
	"fmt"
	"time"

	"codeberg.org/go-pdf/fpdf"
)

// colour of ink, 0 to 255.
type colour struct{ r, g, b int }

var (
	ink   = colour{15, 26, 46}
	soft  = colour{86, 98, 122}
	brand = colour{23, 73, 184}
	good  = colour{11, 122, 75}
	faint = colour{217, 223, 234}
	tint  = colour{244, 246, 251}
)

const (
	left  = "L"
	right = "R"

	margin = 18.0  // mm
	inside = 174.0 // mm between the margins of A4
	lowest = 276.0 // mm from the top: the last line ends here
	point  = 0.3528
)

// paper is A4 pages written from top to bottom.
type paper struct {
	pdf  *fpdf.Fpdf
	lang string
	y    float64 // mm from the top of the page
	foot string
}

func newPaper(title, lang string, at time.Time) (*paper, error) {
	font, err := typeface()
	if err != nil {
		return nil, err
	}
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(at.UTC())
	pdf.SetModificationDate(at.UTC())
	pdf.SetTitle(title, true)
	pdf.SetCreator("OneMatter", true)
	pdf.SetLang(map[string]string{"zh": "zh-CN", "en": "en"}[lang])
	pdf.SetAutoPageBreak(false, 0)
	pdf.AddUTF8FontFromBytes("noto", "", font)
	pdf.AliasNbPages("")
	p := &paper{pdf: pdf, lang: lang}
	pdf.SetFooterFunc(func() {
		p.ink(soft)
		pdf.SetFont("noto", "", 7.5)
		pdf.SetXY(margin, 284)
		pdf.CellFormat(inside-20, 4, p.foot, "", 0, left, false, 0, "")
		pdf.SetXY(margin+inside-20, 284)
		pdf.CellFormat(20, 4, fmt.Sprintf("%d / {nb}", pdf.PageNo()), "", 0, right, false, 0, "")
	})
	p.page()
	p.fill(brand)
	pdf.Rect(0, 0, 210, 2.2, "F")
	return p, nil
}

func (p *paper) page() { p.pdf.AddPage(); p.y = margin }

func (p *paper) ink(c colour)  { p.pdf.SetTextColor(c.r, c.g, c.b) }
func (p *paper) fill(c colour) { p.pdf.SetFillColor(c.r, c.g, c.b) }

func (p *paper) space(mm float64) { p.y += mm }

// room begins a new page unless mm are left on this one.
func (p *paper) room(mm float64) bool {
	if p.y+mm <= lowest {
		return false
	}
	p.page()
	return true
}

// leading is the height of a line of a size in points.
func leading(size float64) float64 { return size * point * 1.55 }

// text writes a paragraph.
func (p *paper) text(size float64, c colour, s string) {
	p.pdf.SetFont("noto", "", size)
	for _, l := range p.wrap(s, inside) {
		p.room(leading(size))
		p.ink(c)
		p.pdf.SetFont("noto", "", size)
		p.write(margin, inside, leading(size), l, left)
		p.y += leading(size)
	}
}

// height is what a paragraph takes of a page.
func (p *paper) height(size float64, s string) float64 {
	p.pdf.SetFont("noto", "", size)
	return float64(len(p.wrap(s, inside))) * leading(size)
}

func (p *paper) write(x, w, h float64, s, align string) {
	p.pdf.SetXY(x, p.y)
	p.pdf.CellFormat(w, h, s, "", 0, align, false, 0, "")
}

// mm that a heading of one line takes, and a rule.
var headed = headSpace + leading(headSize) + 1

const (
	headSize  = 13.0
	headSpace = 7.0
	ruled     = 2.5
)

// heading begins a part; it never stands alone at the foot of a page.
func (p *paper) heading(s string) {
	if p.y > margin {
		p.space(headSpace)
	}
	p.room(24)
	p.text(headSize, ink, s)
	p.space(1)
}

func (p *paper) rule() {
	p.pdf.SetDrawColor(ink.r, ink.g, ink.b)
	p.pdf.SetLineWidth(0.5)
	p.pdf.Line(margin, p.y, margin+inside, p.y)
	p.space(ruled)
}

// heads draws the figures that matter most, side by side.
func (p *paper) heads(list []line) {
	const gap = 4.0
	w := (inside - gap*float64(len(list)-1)) / float64(len(list))
	top := p.y
	for i, l := range list {
		x := margin + float64(i)*(w+gap)
		p.fill(tint)
		p.pdf.RoundedRect(x, top, w, 24, 1.6, "1234", "F")
		p.y = top + 2.5
		for _, part := range []struct {
			size float64
			c    colour
			s    string
		}{{19, good, l.InAll()}, {8, soft, l.Name}, {9, soft, l.Way}} {
			p.pdf.SetFont("noto", "", part.size)
			p.ink(part.c)
			p.write(x+3, w-6, leading(part.size)*0.95, p.shorten(part.s, w-6), left)
			p.y += leading(part.size) * 0.95
		}
	}
	p.y = top + 24
}

// column of a table: title, width in mm, alignment.
type column struct {
	title string
	width float64
	align string
}

// cell holds a text, with a smaller one below it, or a bar.
type cell struct {
	text, small string
	colour      *colour
	bar         *float64 // 0 to 1
}

const gutter = 3.0 // mm between columns

// table draws rows; its head stands again on every page.
func (p *paper) table(columns []column, rows int, row func(int) []cell) {
	head := func() {
		if columns[0].title == "" {
			return
		}
		p.pdf.SetFont("noto", "", 8.5)
		p.ink(soft)
		x := margin
		for _, c := range columns {
			p.write(x, c.width, 6, c.title, c.align)
			x += c.width
		}
		p.y += 6
		p.line()
	}
	head()
	for i := range rows {
		cells := row(i)
		main, small := p.lay(columns, cells)
		h := 0.0
		for k := range cells {
			h = max(h, float64(len(main[k]))*leading(9.5)+float64(len(small[k]))*leading(8))
		}
		if p.room(h + 3) {
			head()
		}
		top, x := p.y+1.3, margin
		for k, c := range columns {
			p.y = top
			p.cell(cells[k], main[k], small[k], x, c)
			x += c.width
		}
		p.y = top + h + 1.3
		p.line()
	}
}

// lay breaks the texts of a row into lines.
func (p *paper) lay(columns []column, cells []cell) (main, small [][]string) {
	for k, c := range cells {
		w := columns[k].width - gutter
		p.pdf.SetFont("noto", "", 9.5)
		main = append(main, p.wrap(c.text, w))
		p.pdf.SetFont("noto", "", 8)
		small = append(small, p.wrap(c.small, w))
	}
	return main, small
}

func (p *paper) cell(c cell, main, small []string, x float64, in column) {
	if c.bar != nil {
		w := in.width - 2*gutter
		p.fill(faint)
		p.pdf.RoundedRect(x, p.y+1.5, w, 2.2, 1.1, "1234", "F")
		p.fill(brand)
		if filled := w * *c.bar; filled >= 2.2 {
			p.pdf.RoundedRect(x, p.y+1.5, filled, 2.2, 1.1, "1234", "F")
		}
		return
	}
	w := in.width
	p.pdf.SetFont("noto", "", 9.5)
	p.ink(ink)
	if c.colour != nil {
		p.ink(*c.colour)
	}
	for _, l := range main {
		p.write(x, w, leading(9.5), l, in.align)
		p.y += leading(9.5)
	}
	p.pdf.SetFont("noto", "", 8)
	p.ink(soft)
	for _, l := range small {
		p.write(x, w, leading(8), l, in.align)
		p.y += leading(8)
	}
}

func (p *paper) line() {
	p.pdf.SetDrawColor(faint.r, faint.g, faint.b)
	p.pdf.SetLineWidth(0.2)
	p.pdf.Line(margin, p.y, margin+inside, p.y)
}

func (p *paper) bytes() ([]byte, error) {
	var b bytes.Buffer
	if err := p.pdf.Output(&b); err != nil {
		return nil, fmt.Errorf("drawing the certificate on paper: %w", err)
	}
	return b.Bytes(), nil
}
