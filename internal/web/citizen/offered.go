package citizen

import "github.com/onematter/onematter/metamodel"

// offered are the entries of a field's code list that may be chosen now.
func offered(f *metamodel.Field, _ *metamodel.Record, _ string) []metamodel.Code {
	return f.CodeList.Entries
}
