package catalog

import (
	"math"
	"slices"
)

// daysOf sums up times, nil where there are none; list is put in order.
func daysOf(list []float64) *SimulatedDays {
	if len(list) == 0 {
		return nil
	}
	slices.Sort(list)
	mean, se := meanOf(list)
	return &SimulatedDays{Mean: round2(mean), Error: round4(se), P50: round2(percentile(list, 0.5)), P80: round2(percentile(list, 0.8)), P95: round2(percentile(list, 0.95))}
}

// mean is 0 where there is none.
func (d *SimulatedDays) mean() float64 {
	if d == nil {
		return 0
	}
	return d.Mean
}

// meanOf is the mean and its standard error.
func meanOf(list []float64) (mean, se float64) {
	if len(list) == 0 {
		return 0, 0
	}
	n := float64(len(list))
	for _, v := range list {
		mean += v
	}
	mean /= n
	for _, v := range list {
		se += (v - mean) * (v - mean)
	}
	return mean, math.Sqrt(se/max(n-1, 1)) / math.Sqrt(n)
}

// percentile of a list in order: the least that so large a part does not exceed.
func percentile(list []float64, p float64) float64 {
	return list[min(max(int(math.Ceil(p*float64(len(list))))-1, 0), len(list)-1)]
}
