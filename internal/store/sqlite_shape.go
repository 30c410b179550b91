package store

import (
	"database/sql/driver"
	"fmt"
	"reflect"
	"strings"
)

// shape is a statement and which fields of the row struct are its arguments.
type shape struct {
	statement string
	several   map[int]string // of an insert: the statement for so many rows
	fields    [][]int
}

// atOnce are how many rows a statement inserts.
var atOnce = []int{32, 16, 8, 4, 3, 2, 1}

func shapeOf(row any, format string) shape {
	t := liteTables.Get(reflect.TypeOf(row))
	sh := shape{several: map[int]string{}}
	var cols []string
	for _, f := range t.Fields {
		if f.AutoIncrement {
			continue
		}
		cols = append(cols, string(f.SQLName))
		sh.fields = append(sh.fields, f.Index)
	}
	one := strings.TrimSuffix(strings.Repeat("?, ", len(cols)), ", ")
	for _, n := range atOnce {
		sh.several[n] = fmt.Sprintf(format, t.SQLName, strings.Join(cols, ", "), one+strings.Repeat("), ("+one, n-1))
	}
	sh.statement = sh.several[1]
	return sh
}

// settingOf updates every column of the row with the id.
func settingOf(row any) shape {
	t := liteTables.Get(reflect.TypeOf(row))
	var sh shape
	var set []string
	for _, f := range t.Fields {
		if f.Name == "seq" || f.Name == "id" {
			continue
		}
		set = append(set, string(f.SQLName)+" = ?")
		sh.fields = append(sh.fields, f.Index)
	}
	sh.fields = append(sh.fields, t.FieldMap["id"].Index)
	sh.statement = fmt.Sprintf("UPDATE %s SET %s WHERE id = ?", t.SQLName, strings.Join(set, ", "))
	return sh
}

func (sh shape) op(row any) liteOp {
	return liteOp{statement: sh.statement, args: place(nil, columns(nil, row, sh.fields))}
}

// inserts makes the statements that insert rows, the values of which lie behind
// each other. The arguments are good until f returns.
func (sh shape) inserts(values []driver.Value, f func(statement string, args []driver.NamedValue) error) error {
	var args []driver.NamedValue
	for _, n := range atOnce {
		for size := n * len(sh.fields); len(values) >= size && size > 0; values = values[size:] {
			args = place(args[:0], values[:size])
			if err := f(sh.several[n], args); err != nil {
				return err
			}
		}
	}
	return nil
}

// valuesOf are the values of rows behind each other.
func valuesOf[R any](sh shape, rows []R) []driver.Value {
	if len(rows) == 0 {
		return nil
	}
	list := make([]driver.Value, 0, len(rows)*len(sh.fields))
	for i := range rows {
		list = columns(list, &rows[i], sh.fields)
	}
	return list
}

// columns adds the values of a row's fields.
func columns(list []driver.Value, row any, fields [][]int) []driver.Value {
	v := reflect.ValueOf(row).Elem()
	for _, index := range fields {
		list = append(list, valueOf(v.FieldByIndex(index)))
	}
	return list
}

// valueOf is what the driver binds of a field of a row struct.
func valueOf(v reflect.Value) driver.Value {
	switch v.Kind() {
	case reflect.String:
		return v.String()
	case reflect.Int64, reflect.Int:
		return v.Int()
	case reflect.Bool:
		return v.Bool()
	case reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		return valueOf(v.Elem())
	}
	return v.Bytes() // panics for what no column is
}

// place numbers values as arguments.
func place(args []driver.NamedValue, values []driver.Value) []driver.NamedValue {
	if args == nil {
		args = make([]driver.NamedValue, 0, len(values)+2)
	}
	for _, v := range values {
		args = append(args, driver.NamedValue{Ordinal: len(args) + 1, Value: v})
	}
	return args
}

// named are arguments by their place.
func named(args ...any) []driver.NamedValue {
	list := make([]driver.NamedValue, len(args))
	for i, a := range args {
		list[i] = driver.NamedValue{Ordinal: i + 1, Value: valueOf(reflect.ValueOf(a))}
	}
	return list
}
