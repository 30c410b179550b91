package sheets

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

const sheetHead = `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`

func TestAScanTellsWhatASheetHoldsBesideItsValues(t *testing.T) {
	t.Parallel()
	s := scanSheet(strings.NewReader(sheetHead + `<row r="2"><c r="B2" t="s"><v>0</v></c><c><f>1+1</f><v>2</v></c></row><row><c s="3"/><c><f t="shared" si="0"/></c></row>` +
		`<row r="900" s="1"/><row r="901"><c r="XFD901" s="1"/></row></sheetData><mergeCells><mergeCell ref="B2:A9"/><mergeCell ref="C1"/></mergeCells></worksheet>`))
	want := map[position]bool{{2, 3}: true, {3, 2}: true}
	if s.wrong != nil || s.last != 3 || s.widest != (position{2, 3}) || fmt.Sprint(s.formulas) != fmt.Sprint(want) || !slices.Equal(s.merged, []area{{position{2, 1}, position{9, 2}}}) {
		t.Errorf("%+v", s)
	}
	for _, broken := range []string{"<worksheet><sheetData>", "<worksheet><row", `<worksheet>&nope;</worksheet>`, `<worksheet>` + strings.Repeat(`<mergeCell ref="A1:A2"/>`, mostMerged+1) + `</worksheet>`} {
		if s := scanSheet(strings.NewReader(broken)); s.wrong == nil {
			t.Errorf("%.40s was read as %+v", broken, s)
		}
	}
}

// A format on whole columns makes a row of each line of the sheet: they cost a
// moment and no memory. Not parallel: the heap is the process's.
func TestAMillionBlankRowsCostNoMemory(t *testing.T) {
	good := restaurantWorkbook(t, true)
	part := "xl/worksheets/sheet4.xml" // matters, the third sheet of ours
	for name, row := range map[string]string{
		"blank rows":  `<row r="%[1]d"/>`,
		"blank cells": `<row r="%[1]d"><c r="A%[1]d" s="0"/></row>`,
	} {
		var rows strings.Builder
		for n := 100; n < 700_000; n++ {
			fmt.Fprintf(&rows, row, n)
		}
		xml := strings.Replace(string(partOf(t, good, part)), "</sheetData>", rows.String()+"</sheetData>", 1)
		body := withPart(t, good, part, []byte(xml))
		want, ps := TabsOf("a.xlsx", good, func(string) bool { return true })
		if ps.Failed() {
			t.Fatal(ps)
		}
		runtime.GC()
		peak := peakHeap(func() {
			got, ps := TabsOf("a.xlsx", body, func(string) bool { return true })
			if ps.Failed() || fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("%s: read as %d sheets, %v", name, len(got), ps)
			}
		})
		t.Logf("%s took %d MB", name, peak>>20)
		if peak > 64<<20 {
			t.Errorf("%s took %d MB", name, peak>>20)
		}
	}
}

// peakHeap is how much the heap grew at most, looked at while do runs.
func peakHeap(do func()) uint64 {
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	done, peak := make(chan struct{}), make(chan uint64)
	go func() {
		most, tick := before.HeapAlloc, time.NewTicker(2*time.Millisecond)
		defer tick.Stop()
		for {
			var now runtime.MemStats
			runtime.ReadMemStats(&now)
			most = max(most, now.HeapAlloc)
			select {
			case <-done:
				peak <- most - before.HeapAlloc
				return
			case <-tick.C:
			}
		}
	}()
	do()
	close(done)
	return <-peak
}

func TestAPartThatIsThereTwiceIsRefused(t *testing.T) {
	t.Parallel()
	good := restaurantWorkbook(t, true)
	twice := strings.ReplaceAll(string(withPart(t, good, "xl/worksheets/sheet4.xmk", partOf(t, good, "xl/worksheets/sheet4.xml"))), "sheet4.xmk", "sheet4.xml")
	if _, ps := TabsOf("a.xlsx", []byte(twice), func(string) bool { return true }); len(ps) != 1 || ps[0].Code != kindDamaged.Code {
		t.Error(ps)
	}
}

func TestASheetOfBrokenXMLIsRefusedByLine(t *testing.T) {
	t.Parallel()
	good := restaurantWorkbook(t, true)
	body := withPart(t, good, "xl/worksheets/sheet4.xml", []byte(sheetHead+"\n<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>x</t>\n<row"))
	_, ps := TabsOf("a.xlsx", body, func(string) bool { return true })
	if len(ps) != 1 || ps[0].Code != kindXML.Code || !strings.Contains(ps[0].In("zh"), "第 3 行") {
		t.Error(ps)
	}
}

// What the operating system says has words of ours.
func TestAFileThatTheSystemDoesNotGiveIsToldWhy(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.Symlink("steps.csv", filepath.Join(dir, "steps.csv")); err != nil {
		t.Fatal(err)
	}
	book, ps := Read(dir)
	if book != nil || !hasCode(ps, kindUnreadable.Code) || !strings.Contains(ps[0].In("zh"), "链接指向自己") || strings.Contains(ps[0].In("zh"), "links") {
		t.Error(ps)
	}
}
