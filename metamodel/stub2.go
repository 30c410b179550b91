package metamodel

func (f *Field) Files() ([]string, int64) { return nil, 0 }

func (f *Field) MaxFiles() int { return 5 }
