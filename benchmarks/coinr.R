# What COINr takes for its ASEM example, and what comes out. Called by coinr.py:
#
#     Rscript benchmarks/coinr.R DATA OUT ROUNDS DRAWS [PACKAGE]
#
# DATA holds raw.csv and meta.csv. OUT holds weights.csv (a row a draw, a column a node; only where DRAWS > 0) and takes
# nodes.csv, times.csv, versions.csv and, with draws, scores.csv, ranks.csv and picked.csv. PACKAGE is the folder of an
# installed COINr or of its source; without it the installed package is taken. Ends with status 3 where there is none.

loaded <- function(package) {
  if (is.na(package)) {
    if (!requireNamespace("COINr", quietly = TRUE)) quit(status = 3)
    library(COINr)
    return(as.character(packageVersion("COINr")))
  }
  if (!file.exists(file.path(package, "DESCRIPTION"))) quit(status = 3)
  version <- read.dcf(file.path(package, "DESCRIPTION"))[, "Version"]
  if (file.exists(file.path(package, "Meta", "package.rds"))) {
    library(COINr, lib.loc = dirname(package))
  } else {
    # R looks for methods where they are called from and in packages, not in what is attached between the two
    for (file in list.files(file.path(package, "R"), "[.]R$", full.names = TRUE)) sys.source(file, globalenv())
  }
  version
}

# COINr's own table of the example has numbers with a fraction everywhere; whole numbers would each cost it a message.
table_of <- function(file) {
  found <- read.csv(file, stringsAsFactors = FALSE, na.strings = "", check.names = FALSE)
  whole <- sapply(found, is.integer)
  found[whole] <- lapply(found[whole], as.numeric)
  found
}

built <- function(iData, iMeta) {
  suppressMessages({
    coin <- new_coin(iData, iMeta, quietly = TRUE)
    coin <- Normalise(coin, dset = "Raw", global_specs = list(f_n = "n_minmax", f_n_para = list(l_u = c(0, 100))))
    Aggregate(coin, dset = "Normalised", f_ag = "a_amean")
  })
}

taken <- function(what, work) {
  clock <- Sys.time()
  used <- proc.time()
  work()
  spent <- proc.time() - used
  data.frame(what = what, clock = as.numeric(Sys.time() - clock, units = "secs"), processor = spent[[1]] + spent[[2]])
}

write_exactly <- function(table, file) {
  numbers <- sapply(table, is.numeric)
  table[numbers] <- lapply(table[numbers], function(x) ifelse(is.na(x), "", sprintf("%.17g", x)))
  write.csv(table, file, row.names = FALSE, quote = FALSE)
}

drawn <- function(coin, weights) {
  sets <- lapply(seq_len(nrow(weights)), function(i) {
    data.frame(iCode = names(weights), Weight = as.numeric(weights[i, ]), draw = i - 1)
  })
  specs <- list(Weights = list(Address = "$Log$Aggregate$w", Distribution = sets, Type = "discrete"))
  get_sensitivity(coin, SA_specs = specs, N = nrow(weights), SA_type = "UA", dset = "Aggregated", iCode = "Index",
                  quietly = TRUE, check_addresses = FALSE)
}

given <- commandArgs(trailingOnly = TRUE)
out <- given[2]
version <- loaded(given[5])
iData <- table_of(file.path(given[1], "raw.csv"))
iMeta <- table_of(file.path(given[1], "meta.csv"))
for (turn in 1:5) coin <- built(iData, iMeta)
times <- do.call(rbind, lapply(seq_len(as.integer(given[3])), function(turn) taken("run", function() built(iData, iMeta))))
write_exactly(coin$Data$Aggregated, file.path(out, "nodes.csv"))
if (as.integer(given[4]) > 0) {
  weights <- read.csv(file.path(out, "weights.csv"), check.names = FALSE)
  set.seed(1)
  times <- rbind(times, taken("draws", function() found <<- drawn(coin, weights)))
  write_exactly(found$Scores, file.path(out, "scores.csv"))
  write_exactly(found$Ranks, file.path(out, "ranks.csv"))
  write_exactly(data.frame(draw = sapply(found$Para$Weights, function(w) w$draw[1])), file.path(out, "picked.csv"))
}
write_exactly(times, file.path(out, "times.csv"))
write.csv(data.frame(R = as.character(getRversion()), COINr = version), file.path(out, "versions.csv"), row.names = FALSE, quote = FALSE)
