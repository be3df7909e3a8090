"""PySpark: stories by language. Usage: pyspark_languages.py SNAPSHOT"""

import sys

from pyspark.sql import SparkSession

spark = SparkSession.builder.master("local[1]").getOrCreate()
spark.read.parquet(f"{sys.argv[1]}/documents").groupBy("language").count().show()
