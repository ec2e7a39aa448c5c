package io.barograph.spark;

import io.barograph.local.Task;
import io.barograph.local.TaskInput;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** Tasks that read tables, each to be run where its splits lie, if an executor is there. */
final class PlacedTasks {
    private PlacedTasks() {}

    /** A partition for each task, which holds its number. */
    static JavaRDD<Integer> of(JavaSparkContext context, List<Task> tasks) {
        ClassTag<Integer> tag = ClassTag$.MODULE$.apply(Integer.class);
        Seq<Tuple2<Integer, Seq<String>>> placed = seq(tasks.stream()
                .map(task -> new Tuple2<>(task.ordinal(), seq(hosts(task))))
                .toList());
        return JavaRDD.fromRDD(context.sc().makeRDD(placed, tag), tag);
    }

    private static List<String> hosts(Task task) {
        return task.input() instanceof TaskInput.Splits splits ? splits.hosts() : List.of();
    }

    private static <T> Seq<T> seq(List<T> list) {
        return CollectionConverters.asScala(list).toSeq();
    }
}
