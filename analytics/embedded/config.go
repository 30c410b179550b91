package embedded

import (
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Limits bound what the engine may take from a machine that also serves
// citizens.
type Limits struct {
	Memory      int64 // bytes the whole engine may use; 0 is 1 GiB
	QueryMemory int64 // bytes one query may use before it spills or fails; 0 is half of Memory
	Threads     int   // threads one query may use; 0 is 2
	Sessions    int   // statements that may run at once; 0 is 4
}

func (l Limits) withDefaults() Limits {
	if l.Memory <= 0 {
		l.Memory = 1 << 30
	}
	if l.QueryMemory <= 0 {
		l.QueryMemory = l.Memory / 2
	}
	if l.Threads <= 0 {
		l.Threads = 2
	}
	if l.Sessions <= 0 {
		l.Sessions = 4
	}
	return l
}

// maxQuerySeconds ends a statement that nobody can be waiting for any more.
const maxQuerySeconds = 120

// writeConfig writes ClickHouse's server configuration into dir and returns its
// path. Naming a file also keeps the library from picking up a config.xml of
// the working directory, the home folder or /etc.
//
// Rows are made durable before an insert is acknowledged (fsync_after_insert):
// the feeder moves its cursor on that acknowledgement.
func writeConfig(dir string, limits Limits) (string, error) {
	var b strings.Builder
	b.WriteString("<clickhouse>\n")
	element := func(name string, value any) {
		fmt.Fprintf(&b, "  <%s>", name)
		xml.EscapeText(&b, []byte(fmt.Sprint(value)))
		fmt.Fprintf(&b, "</%s>\n", name)
	}
	element("path", dir)
	element("max_server_memory_usage", limits.Memory)
	element("mark_cache_size", 64<<20)
	element("uncompressed_cache_size", 0)
	element("index_mark_cache_size", 0)
	element("index_uncompressed_cache_size", 0)
	element("primary_index_cache_size", 16<<20)
	element("mmap_cache_size", 100)
	element("query_condition_cache_size", 8<<20)
	element("compiled_expression_cache_size", 16<<20)
	element("max_thread_pool_size", 200)
	element("max_thread_pool_free_size", 4)
	element("max_io_thread_pool_size", 8)
	element("max_io_thread_pool_free_size", 0)
	element("background_pool_size", 2)
	element("background_merges_mutations_concurrency_ratio", 1)
	element("background_move_pool_size", 1)
	element("background_fetches_pool_size", 1)
	element("background_common_pool_size", 2)
	element("background_schedule_pool_size", 4)
	element("background_buffer_flush_schedule_pool_size", 1)
	element("background_message_broker_schedule_pool_size", 1)
	element("background_distributed_schedule_pool_size", 1)
	element("max_active_parts_loading_thread_pool_size", 4)
	element("max_outdated_parts_loading_thread_pool_size", 2)
	element("max_parts_cleaning_thread_pool_size", 2)
	element("tables_loader_foreground_pool_size", 2)
	element("tables_loader_background_pool_size", 2)
	element("default_profile", "default")
	b.WriteString("  <merge_tree>\n")
	element("fsync_after_insert", 1)
	element("fsync_part_directory", 1)
	element("number_of_free_entries_in_pool_to_lower_max_size_of_merge", 1)
	element("number_of_free_entries_in_pool_to_execute_mutation", 1)
	element("number_of_free_entries_in_pool_to_execute_optimize_entire_partition", 1)
	b.WriteString("  </merge_tree>\n</clickhouse>\n")
	path := filepath.Join(dir, "config.xml")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		return "", fmt.Errorf("write the engine's configuration: %w", err)
	}
	return path, nil
}

// sessionSettings are set once on every session.
func sessionSettings(l Limits) []string {
	return []string{
		fmt.Sprintf("max_threads = %d", l.Threads),
		fmt.Sprintf("max_insert_threads = %d", 1),
		fmt.Sprintf("max_memory_usage = %d", l.QueryMemory),
		fmt.Sprintf("max_bytes_before_external_group_by = %d", l.QueryMemory/2),
		fmt.Sprintf("max_bytes_before_external_sort = %d", l.QueryMemory/2),
		fmt.Sprintf("max_execution_time = %d", maxQuerySeconds),
	}
}
